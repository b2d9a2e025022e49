import { namesOfFunction } from "../callees/function-names.js";
import { withoutTypeArguments } from "../causes/expression.js";
import { type Part, wildcardTest } from "./wildcard.js";

/** The function that a record names. */
export interface NamedFunction {
  readonly package: string | null;
  readonly function: string | null;
}

/**
 * A test of functions for a pattern: by every name that people call them by, so that a function stands for the closures
 * in it too. `*` and `?` are wildcards, but for the star of `(*T).m`.
 */
export function functionTest(pattern: string): (record: NamedFunction) => boolean {
  const isMeant = nameTest(pattern);
  // The function's own name, which every form of it ends in: most functions can be told apart by that alone.
  const own = hasWildcard(pattern) ? "" : (LAST_NAME.exec(withoutTypeArguments(pattern))?.[1] ?? "");
  let owner = "";
  let last = false;
  return (record) => {
    if (record.function === null || !record.function.includes(own)) return false;
    // Records of a function mostly come one after the other.
    const key = `${record.package} ${record.function}`;
    if (key !== owner) {
      owner = key;
      last = namesOfFunction(record.package, record.function).some(isMeant);
    }
    return last;
  };
}

const LAST_NAME = /([\p{L}_][\p{L}\p{N}_]*)[^\p{L}\p{N}_]*$/u;

/** Whether a text can stand for several functions. */
export function hasWildcard(text: string): boolean {
  return /(?<!\()\*|\?/.test(text);
}

/** Function names hold brackets, parentheses and stars, so only a lone `*` and `?` are wildcards: `(*T).m` is itself. */
function nameTest(pattern: string): (name: string) => boolean {
  if (!hasWildcard(pattern)) return (name) => name === pattern;
  const parts = pattern.split(/(\(\*|\*|\?)/).map((part): Part => {
    if (part === "*") return { any: "all" };
    return part === "?" ? { any: "one" } : part;
  });
  return wildcardTest(parts);
}
