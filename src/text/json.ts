/**
 * What JSON may hold as it is and a terminal or a CI service obeys or hides: see visible.ts. JSON.stringify escapes the
 * others, and no line of JSON starts with `::`. Outside of its strings there is none of it.
 */
const UNSEEN = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]|(?<=#)#(?=\[|vso\[)/gu;

/** JSON of a value, in which what cannot be seen is escaped. Who reads it gets the value as it was. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSEEN, escaped);
}

/** `\u202e`; what takes two units of UTF-16 becomes two of them. */
function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
