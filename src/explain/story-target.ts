import { namesOfFunction } from "../callees/function-names.js";
import { withoutTypeArguments } from "../causes/expression.js";
import type { EscapeRecord } from "../records/record.js";

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

/** A test of functions and expressions for a text. */
export function textMatcher(text: string): (escape: EscapeRecord) => boolean {
  const compact = text.replace(/\s+/g, "");
  const pattern = isPattern(text) ? nameExpression(text) : null;
  // The method's or function's own name, which every form of it ends in.
  const own =
    pattern === null ? (/([\p{L}_][\p{L}\p{N}_]*)[^\p{L}\p{N}_]*$/u.exec(withoutTypeArguments(text))?.[1] ?? "") : "";
  let owner = "";
  let isMeant = false;
  return (escape) => {
    if (escape.expression === text || escape.expression.replaceAll(" ", "") === compact) return true;
    if (escape.function?.includes(own) !== true) return false;
    // Records of a function mostly come one after the other.
    const key = `${escape.package} ${escape.function}`;
    if (key !== owner) {
      const names = namesOfFunction(escape.package, escape.function);
      owner = key;
      isMeant = pattern === null ? names.includes(text) : names.some((name) => pattern.test(name));
    }
    return isMeant;
  };
}

/** `*` and `?` are wildcards, but for the star of `(*T).m`. */
function isPattern(text: string): boolean {
  return /(?<!\()\*|\?/.test(text) && !/[\s{}"]/.test(text);
}

function nameExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/(\\\()?\*/g, (_, open: string | undefined) => (open === undefined ? ".*" : "\\(\\*"))
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`);
}
