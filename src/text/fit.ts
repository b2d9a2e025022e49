import stringWidth from "string-width";

const ELLIPSIS = "…";
/** Nearly every text. Measuring and splitting others takes milliseconds at first. */
const PLAIN = /^[ -~]*$/;
let graphemes: Intl.Segmenter | undefined;

/** Columns that a text takes in a terminal; colours and links take none. */
export function displayWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** Cuts plain text at the end, so that it takes at most `width` columns. */
export function fitEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width < 1 ? "" : takeColumns(segmentsOf(text), width - 1).join("") + ELLIPSIS;
}

/** Cuts plain text in the middle. Of paths and qualified names both ends matter, and the last part most. */
export function fitMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return "";
  const segments = segmentsOf(text);
  const head = takeColumns(segments, Math.floor((width - 1) / 3)).join("");
  const tail = takeColumns(segments.reverse(), width - 1 - displayWidth(head)).reverse();
  return head + ELLIPSIS + tail.join("");
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
