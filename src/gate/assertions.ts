import type { GoFile } from "../../parsers/gosource/index.js";

/** Lines of a source file that a comment says something about. */
export interface Assertion {
  /**
   * `none`: nothing is allocated, through calls too · `escapes`: nothing escapes · `assumed`: what is called there does not
   * allocate.
   */
  readonly kind: "none" | "escapes" | "assumed";
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
const OWN = /^\/\/escape:(assume-)?none(?:\s|$)/;
/** `//gcassert:noescape`, also among others: `//gcassert:bce,noescape` (github.com/jordanlewis/gcassert). */
const GCASSERT = /^\/\/gcassert:(\S+)/;

/** Finds the assertions of a file. Only one that may have some is read as Go. */
export async function assertionsOf(file: string, lines: readonly string[]): Promise<Assertion[]> {
  if (!lines.some((line) => line.includes("//escape:") || line.includes("//gcassert:"))) return [];
  const { loadGoReader } = await import("../../parsers/gosource/index.js");
  return (await loadGoReader()).read(lines.join("\n"), (source) => assertionsIn(file, source)) ?? [];
}

function assertionsIn(file: string, source: GoFile): Assertion[] {
  return source.comments.flatMap(({ line, text, afterCode }) => {
    const kind = kindOf(text);
    if (kind === null) return [];
    // On a line of its own it is about what starts on the next line with code: a statement or a whole function.
    const range = afterCode ? { from: line, to: line } : source.codeBelow(line);
    return range === null ? [] : [{ kind, file, line, text, ...range }];
  });
}

function kindOf(text: string): Assertion["kind"] | null {
  const own = OWN.exec(text);
  if (own !== null) return own[1] === undefined ? "none" : "assumed";
  return GCASSERT.exec(text)?.[1]?.split(",").includes("noescape") === true ? "escapes" : null;
}
