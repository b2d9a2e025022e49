import stringWidth from "string-width";

const ELLIPSIS = "…";
/** Nearly every text. Measuring and splitting others takes milliseconds at first. */
const PLAIN = /^[ -~]*$/;
/** Measuring takes time that grows with the square of the length, so it is done piece by piece. */
const MEASURED_UNITS = 512;
/** What a reader sees as one character is seldom longer; longer ones are cut. */
const UNITS_A_COLUMN = 16;
let graphemes: Intl.Segmenter | undefined;

/** Columns that a text takes in a terminal; colours and links take none. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (let at = 0; at < text.length; ) {
    const end = wholeEnd(text, at + MEASURED_UNITS);
    width += stringWidth(text.slice(at, end));
    at = end;
  }
  return width;
}

/** The same place, or the one behind it where a pair of units would be taken apart. */
function wholeEnd(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit < 0xe000 ? at + 1 : at;
}

/** Whether a text cannot fit whatever it holds, so that it need not be measured. */
function isFarTooLong(text: string, width: number): boolean {
  return text.length > UNITS_A_COLUMN * Math.max(width, 0) + MEASURED_UNITS;
}

/** Cuts plain text at the end, so that it takes at most `width` columns. */
export function fitEnd(text: string, width: number): string {
  const isCut = isFarTooLong(text, width);
  if (!isCut && displayWidth(text) <= width) return text;
  const beginning = isCut ? text.slice(0, wholeEnd(text, UNITS_A_COLUMN * width)) : text;
  return width < 1 ? "" : takeColumns(segmentsOf(beginning), width - 1).join("") + ELLIPSIS;
}

/** Puts as many pieces on a line as fit, with spaces between them. A piece is never broken. */
export function fill(pieces: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces) {
    if (line !== "" && displayWidth(line) + 1 + displayWidth(piece) > width) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? piece : ` ${piece}`;
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** What a reader sees as one character each. */
function segmentsOf(text: string): string[] {
  if (PLAIN.test(text)) return text.split("");
  graphemes ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** The first segments that take at most `width` columns together. */
function takeColumns(segments: readonly string[], width: number): string[] {
  let columns = 0;
  const end = segments.findIndex((segment) => {
    columns += displayWidth(segment);
    return columns > width;
  });
  return segments.slice(0, end < 0 ? undefined : end);
}
