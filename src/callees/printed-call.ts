import { calleeOf, splitList } from "../causes/expression.js";

/** A call as the compiler prints it. */
export interface Call {
  readonly callee: string;
  /** Argument texts; the first is the receiver where the callee is a method expression. Dictionaries are left out. */
  readonly arguments: readonly string[];
}

/** Generic functions get a dictionary of their type arguments: `&.dict.push[int]`, `(*[2]uintptr)(.dict[0])`. */
const DICTIONARY = /(?:^|[&(.])\.dict\b/;

/** Takes a printed call apart; null when the text is no call. */
export function readCall(expression: string): Call | null {
  const callee = calleeOf(expression);
  if (callee === null) return null;
  const inner = expression.slice(callee.length + 1, -1);
  const parts = inner === "" ? [] : splitList(inner);
  return {
    callee,
    arguments: parts.filter((part) => !DICTIONARY.test(part)).map((part) => part.replace(/\.\.\.$/, "")),
  };
}

/** What a flow calls a value, without the wrapping of a storage: `X` of `{storage for X}`. */
export function valueName(location: string): string {
  return location.startsWith("{storage for ") ? location.slice("{storage for ".length, -1) : location;
}

/**
 * Which argument of a call a value is, by its text: the value itself, else a part of what is passed. -1 when it is none
 * of them, as the receiver of a call through an interface. Of equal arguments the first.
 */
export function argumentIndex({ arguments: list }: Call, value: string): number {
  const name = valueName(value).replace(/\.\.\.$/, "");
  const exact = list.indexOf(name);
  if (exact >= 0 || name === "") return exact;
  const converted = list.findIndex((argument) => argument.endsWith(`(${name})`));
  if (converted >= 0) return converted;
  return list.findIndex((argument) => mentions(argument, name));
}

/** Which argument of a call a value is that the flow knows by two names: as the last step left it, and as its hop began. */
export function argumentOf(call: Call, value: string, from: string): number {
  const index = argumentIndex(call, value);
  return index < 0 && from !== value ? argumentIndex(call, from) : index;
}

/** Every argument that has the same text as this one. */
export function likeArgument({ arguments: list }: Call, index: number): number[] {
  return list.flatMap((text, i) => (text === list[index] ? [i] : []));
}

/** Whether the name stands in the text as a whole word. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? " ";
    const after = text[at + name.length] ?? " ";
    const word = /[\p{L}\p{N}_]/u;
    if (!(word.test(before) && word.test(name[0] ?? "")) && !(word.test(after) && word.test(name.at(-1) ?? ""))) {
      return before !== ".";
    }
  }
  return false;
}
