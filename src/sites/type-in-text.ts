import type { Allocation } from "../records/vocabulary.js";

/** What a decision's text says of the type that the run time is given: of an object its own, of a slice its element's. */
export interface TypeInText {
  /** The type's own name, without a package and pointers: `Point`. */
  readonly name: string;
  /** How the type ends, which names and pointers and slices of them have in common. */
  readonly prefix: string;
}

const NAMED = /^((?:\*|\[\]|\[\d+\])*)(?:"[^"]+"\.|[\p{L}_][\p{L}\p{N}_·]*\.)?([\p{L}_][\p{L}\p{N}_·]*)$/u;

/** Null where the text names no type, or the type of generic code, of which there are several. */
export function typeInText(allocation: Allocation, expression: string): TypeInText | null {
  const text = written(allocation, expression);
  const [, prefix = "", name] = text === null ? [] : (NAMED.exec(text) ?? []);
  return name === undefined ? null : { prefix, name };
}

/** The part of the text that is a type. */
function written(allocation: Allocation, expression: string): string | null {
  switch (allocation) {
    case "pointer-literal":
      return /^&(.+?)\{/.exec(expression)?.[1] ?? null;
    case "new":
      return /^new\((.+)\)$/.exec(expression)?.[1] ?? null;
    case "slice-literal":
      return /^\[\](.+?)\{/.exec(expression)?.[1] ?? null;
    case "make-slice":
      return /^make\(\[\](.+?)[,)]/.exec(expression)?.[1] ?? null;
    case "boxed-value":
      if (/^fmt\.Sprint(?:f|ln)?\(/.test(expression)) return "string";
      // Of `f(x)` the text does not say whether f is a type.
      return /^([^&*([{]+)\{/.exec(expression)?.[1] ?? null;
    default:
      return null;
  }
}

/** Whether a type of the machine code can be the one that a text names. `[3]T` is the array behind `[]T{…}`. */
export function isNamed({ prefix, name }: TypeInText, type: string, isElement: boolean): boolean {
  const plain = isElement ? type.replace(/^\[\d+\]/, "") : type;
  const rest = plain.startsWith(prefix) ? plain.slice(prefix.length) : null;
  if (rest === null) return false;
  const last = rest.slice(Math.max(rest.lastIndexOf("."), rest.lastIndexOf("/")) + 1).replace(/·\d+$/, "");
  return last === (ALIASES.get(name) ?? name) && !/^[*[]/.test(rest);
}

/** Other names of what is built in. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["byte", "uint8"],
  ["rune", "int32"],
  ["any", "interface {}"],
]);
