/**
 * What JSON may hold as it is and a terminal or a CI service obeys or hides: see visible.ts. JSON.stringify escapes the
 * others, and no line of JSON starts with `::`. Outside of its strings there is none of it.
 */
const UNSEEN = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]|(?<=#)#(?=\[|vso\[)/gu;

/** JSON of a value, in which what cannot be seen is escaped. Who reads it gets the value as it was. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSEEN, escaped);
}

/** The same of a value with bigints, which become numbers with all their digits: JSON.stringify takes none. */
export function exactJsonText(value: unknown, indent?: number): string {
  // It stands before the digits of a bigint, and no text of the value has it.
  let sign = "#";
  const texts = JSON.stringify(value, (_, each) => (typeof each === "bigint" ? null : each));
  while (texts.includes(sign)) sign += "#";
  const marked = JSON.stringify(value, (_, each) => (typeof each === "bigint" ? `${sign}${each}` : each), indent);
  return marked.replace(new RegExp(`"${sign}(-?\\d+)"`, "g"), "$1").replace(UNSEEN, escaped);
}

/** `\u202e`; what takes two units of UTF-16 becomes two of them. */
function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
