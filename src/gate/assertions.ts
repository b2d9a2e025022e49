import { endOfStatement, type GoSource, readGoSource } from "./go-source.js";

/** Lines of a source file on which nothing may escape, since a comment says so. */
export interface Assertion {
  readonly file: string;
  /** Where the comment stands. */
  readonly line: number;
  /** As it is written, with the slashes. */
  readonly text: string;
  /** The lines it is about, both included. */
  readonly from: number;
  readonly to: number;
}

/** `//escape:none`, alone or with an explanation behind it. Like Go's own directives it has no space before it. */
const OWN = /^escape:none(?:\s|$)/;
/** `//gcassert:noescape`, also among others: `//gcassert:bce,noescape` (github.com/jordanlewis/gcassert). */
const GCASSERT = /^gcassert:(\S+)/;

/** Finds the assertions of a file. */
export function assertionsOf(file: string, lines: readonly string[]): Assertion[] {
  if (!lines.some((line) => line.includes("//escape:none") || line.includes("//gcassert:"))) return [];
  const source = readGoSource(lines);
  return source.comments.flatMap(({ line, text, afterCode }) => {
    if (!isAssertion(text)) return [];
    const range = afterCode ? { from: line, to: line } : rangeBelow(source, line);
    return range === null ? [] : [{ file, line, text: `//${text}`, ...range }];
  });
}

function isAssertion(text: string): boolean {
  return OWN.test(text) || GCASSERT.exec(text)?.[1]?.split(",").includes("noescape") === true;
}

/** A comment on a line of its own is about what starts on the next line with code: a statement or a whole function. */
function rangeBelow(source: GoSource, line: number): { from: number; to: number } | null {
  for (let i = line; i < source.hasCode.length; i++) {
    if (source.hasCode[i] === true) return { from: i + 1, to: endOfStatement(source, i + 1) };
  }
  return null;
}
