/**
 * What a terminal obeys or hides instead of showing it: control characters, direction overrides and other format
 * characters (https://trojansource.codes), line separators, and halves of surrogate pairs. And what CI services obey at the
 * start of a line, where words can come to stand when a text is broken into lines: `::error` (GitHub, also behind spaces;
 * a backtick before it is left out where code is shown without), and anywhere `##[error]` and `##vso[task]` (GitHub, Azure).
 */
const OBEYED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?<![^\s`]):(?=:)|(?<=#)#(?=\[|vso\[)/gu;

const SHORT: ReadonlyMap<string, string> = new Map([
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

/**
 * Writes characters that cannot be seen the way a Go string does (`\x1b`, `\u202e`). For every text that comes from Go
 * source, files, servers and other programs: it can hold what takes over a terminal, hides in it, or commands a CI service.
 */
export function visible(text: string): string {
  return text.replace(OBEYED, escaped);
}

/** The same for a text of several lines, such as a message of go: line breaks and tabs stay. */
export function visibleLines(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(OBEYED, (character) => (character === "\n" || character === "\t" ? character : escaped(character)));
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = (digits: number) => code.toString(16).padStart(digits, "0");
  if (code < 0x80) return SHORT.get(character) ?? `\\x${hex(2)}`;
  return code < 0x1_0000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}
