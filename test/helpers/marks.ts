import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One decision that a source line promises: `// want: CAUSE [FACT…] [(goOPVERSION)]`. samples/README.md has the grammar. */
export interface Mark {
  readonly cause: string;
  readonly allocation: string | null;
  readonly root: string | null;
  readonly allocates: string | null;
}

/** The marks of one source line, in the order of their columns; `line` is null for a decision without a position. */
export interface MarkedLine {
  /** Relative to the module's root, with `/`. */
  readonly file: string;
  readonly line: number | null;
  readonly marks: readonly Mark[];
}

/** Reads the marks that hold for Go 1.`minor` in the module in this directory. A line marked `none` has an empty list. */
export function readMarks(module: string, minor: number): MarkedLine[] {
  return readdirSync(module, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".go"))
    .sort()
    .flatMap((file) => marksOfFile(file, readFileSync(join(module, file), "utf8"), minor));
}

/** Reads the marks of one file's text; none when its build constraint leaves it out. */
function marksOfFile(file: string, source: string, minor: number): MarkedLine[] {
  const constraint = /^\/\/go:build go1\.(\d+)$/m.exec(source);
  if (constraint !== null && minor < Number(constraint[1])) return [];
  return source.split("\n").flatMap((text, index): MarkedLine[] => {
    const want = /\/\/ want( unplaced)?: (.*)$/.exec(text);
    if (want === null) return [];
    const [, unplaced, marks = ""] = want;
    return [{ file, line: unplaced === undefined ? index + 1 : null, marks: readMarksOf(marks.trim(), minor) }];
  });
}

function readMarksOf(text: string, minor: number): Mark[] {
  if (text === "none") return [];
  return text.split("; ").flatMap((mark) => readMark(mark, minor) ?? []);
}

function readMark(text: string, minor: number): Mark | null {
  const [, words = text, operator, release] = /^(.*) \(go(<|>=)1\.(\d+)\)$/.exec(text) ?? [];
  if (operator === "<" && minor >= Number(release)) return null;
  if (operator === ">=" && minor < Number(release)) return null;
  const [cause = "", ...rest] = words.split(" ");
  const facts = new Map(
    rest.map((fact): [string, string] => {
      const [name = "", value = ""] = fact.split("=");
      if (!["allocation", "root", "allocates"].includes(name) || value === "") {
        throw new Error(`not a fact of a mark: ${fact}`);
      }
      return [name, value];
    }),
  );
  const fact = (name: string): string | null => facts.get(name) ?? null;
  return { cause, allocation: fact("allocation"), root: fact("root"), allocates: fact("allocates") };
}
