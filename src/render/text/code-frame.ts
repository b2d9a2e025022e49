import { displayWidth, fitEnd } from "../../text/fit.js";
import type { Style } from "../../text/style.js";
import { visible } from "../../text/visible.js";
import { type Span, underlined } from "./underline.js";

// @babel/code-frame counts UTF-16 units from a line that it prints as it is. Here columns are bytes, tabs and wide
// characters have to be measured, and control characters of somebody's source must not reach the terminal.

const TAB = "    ";
const ELLIPSIS = "…";

/** A line of source with a place in it. */
export interface Framed {
  readonly source: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly expression: string;
}

/**
 * A line of source with its number, and below it a line that underlines the expression: two lines of text, each at most
 * as wide as the style says. Empty where the source is not at hand.
 */
export function codeFrame({ source, line, column, expression }: Framed, style: Style, gutter: number): string[] {
  if (source === null || line === null) return [];
  const span = column === null ? null : underlined(source, column, expression);
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
