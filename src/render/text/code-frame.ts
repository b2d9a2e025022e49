import { displayWidth, fitEnd } from "../../text/fit.js";
import type { Style } from "../../text/style.js";
import { visible } from "../../text/visible.js";

// @babel/code-frame counts UTF-16 units from a line that it prints as it is. Here columns are bytes, tabs and wide
// characters have to be measured, and control characters of somebody's source must not reach the terminal.

const TAB = "    ";
const ELLIPSIS = "…";

/** A part of a line: indices of its first character and of the one behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where an expression of the compiler is. */
export interface Place {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly expression: string;
}

/** The part of its source line that an expression stands for; null where that cannot be told. */
export type SpanOf = (place: Place) => Span | null;

/** What code frames need beside the line. */
export interface FrameContext {
  readonly style: Style;
  readonly spanOf: SpanOf;
}

/** A line of source with a place in it. */
export interface Framed extends Place {
  readonly source: string | null;
}

/**
 * A line of source with its number, and below it a line that underlines the expression: two lines of text, each at most
 * as wide as the style says. Empty where the source is not at hand.
 */
export function codeFrame(framed: Framed, { style, spanOf }: FrameContext, gutter: number): string[] {
  const { source, line } = framed;
  if (source === null || line === null) return [];
  const span = spanOf(framed);
  const room = Math.max(20, style.width - gutter - 5);
  const { text, start, width } = fitted(source, span, room);
  const bar = style.faint("|");
  const lines = [`${style.faint(String(line).padStart(gutter))} ${bar} ${text}`];
  if (span !== null) lines.push(`${" ".repeat(gutter)} ${bar} ${" ".repeat(start)}${style.cause("^".repeat(width))}`);
  return lines;
}

interface Fitted {
  readonly text: string;
  /** Columns before the underlining, and under it. */
  readonly start: number;
  readonly width: number;
}

/** Makes a line safe to print, takes its indentation away and cuts it so that the underlined part can be seen. */
function fitted(source: string, span: Span | null, room: number): Fitted {
  const indent = /^\s*/.exec(source)?.[0].length ?? 0;
  const from = Math.min(indent, span?.start ?? indent);
  let before = shown(source.slice(from, span?.start ?? from));
  let marked = span === null ? "" : shown(source.slice(span.start, span.end));
  let after = shown(source.slice(span?.end ?? from).trimEnd());
  if (displayWidth(before + marked) > room) {
    const kept = Math.max(0, room - Math.min(displayWidth(marked), Math.floor((room * 2) / 3)) - 1);
    if (displayWidth(before) > kept) before = ELLIPSIS + tail(before, kept);
    marked = fitEnd(marked, room - displayWidth(before));
  }
  after = fitEnd(after, room - displayWidth(before + marked));
  return { text: before + marked + after, start: displayWidth(before), width: Math.max(1, displayWidth(marked)) };
}

function shown(text: string): string {
  return visible(text.replaceAll("\t", TAB));
}

/** The end of a text that takes at most so many columns. */
function tail(text: string, width: number): string {
  const characters = [...text];
  let columns = 0;
  let at = characters.length;
  while (at > 0) {
    columns += displayWidth(characters[at - 1] ?? "");
    if (columns > width) break;
    at--;
  }
  return characters.slice(at).join("");
}
