/**
 * What a terminal obeys or hides instead of showing it: control characters, direction overrides and other format
 * characters (https://trojansource.codes), line separators, and halves of surrogate pairs.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const SHORT: ReadonlyMap<string, string> = new Map([
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

/**
 * Writes characters that cannot be seen the way a Go string does (`\x1b`, `\u202e`). For every text that comes from Go
 * source: names, string constants and file names can hold what takes over a terminal or hides in it.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = (digits: number) => code.toString(16).padStart(digits, "0");
  if (code < 0x80) return SHORT.get(character) ?? `\\x${hex(2)}`;
  return code < 0x1_0000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}
