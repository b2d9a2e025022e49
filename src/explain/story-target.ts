import { leakFacts } from "../callees/leak-facts.js";
import type { EscapeRecord, LeakRecord } from "../records/record.js";
import { functionTest, hasWildcard } from "../selection/index.js";

/** What a story is asked for. */
export type Target =
  | {
      readonly kind: "place";
      /** Names that the file may have in records; the last elements of a path will do. */
      readonly files: readonly string[];
      /** null: the whole file. */
      readonly line: number | null;
      readonly column: number | null;
    }
  /** A function, an expression, or a pattern of function names. */
  | { readonly kind: "text"; readonly text: string };

/** Reads `file.go`, `file.go:12`, `file.go:12:2`, and everything else as a text. `namesOf` adds other names of a file. */
export function readTarget(text: string, namesOf: (file: string) => readonly string[]): Target {
  const place = /^(.+\.(?:go|s|c|cc|cpp|y)):(\d+)(?::(\d+))?$/.exec(text) ?? /^([^\s()]+\.go)$/.exec(text);
  if (place === null) return { kind: "text", text: text.trim() };
  const [, file = "", line, column] = place;
  const plain = file.replaceAll("\\", "/").replace(/^\.\//, "");
  return {
    kind: "place",
    files: [...new Set([plain, ...namesOf(file)])],
    line: line === undefined ? null : Number(line),
    column: column === undefined ? null : Number(column),
  };
}

/** Whether a record's file is meant: by its whole name, or by the end of its path. */
export function isFile(file: string | null, { files }: Extract<Target, { kind: "place" }>): boolean {
  return file !== null && files.some((name) => file === name || file.endsWith(`/${name}`));
}

/** A test of parameters for a target: by their function, by their own name, or by where they are declared. */
export function leakMatcher(target: Target): (leak: LeakRecord) => boolean {
  if (target.kind === "place") {
    const { line, column } = target;
    if (line === null) return () => false;
    return (leak) => leak.line === line && (column === null || leak.column === column) && isFile(leak.file, target);
  }
  const { text } = target;
  const isFunction = hasWildcard(text) ? () => false : functionTest(text);
  return (leak) => {
    const { parameter, function: name } = leakFacts(leak);
    return parameter === text || isFunction({ package: leak.package, function: name });
  };
}

/** A test of functions and expressions for a text. */
export function textMatcher(text: string): (escape: EscapeRecord) => boolean {
  const compact = text.replace(/\s+/g, "");
  // `a * b` and `[]int{}` are expressions, and no patterns.
  const isFunction = hasWildcard(text) && /[\s{}"]/.test(text) ? () => false : functionTest(text);
  return (escape) =>
    escape.expression === text || escape.expression.replaceAll(" ", "") === compact || isFunction(escape);
}
