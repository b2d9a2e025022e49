import type { TextEdit } from "../../parsers/gosource/index.js";

/** A line and a column in bytes, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The compiler has eight bits for a column: all from this one on are printed as it. */
const LAST_COLUMN = 255;

/** The column that what stands at a place has after edits that leave the lines as they are. */
export function movedColumn(text: string, edits: readonly TextEdit[], { line, column }: Place): number {
  const start = lineStart(text, line);
  const index = start + indexOf(lineAt(text, start), column);
  return Math.min(LAST_COLUMN, column + shiftAt(edits, start, index));
}

/** The place in the text before such edits of what stands at a place behind them. */
export function originalPlace(text: string, edits: readonly TextEdit[], { line, column }: Place): Place {
  const start = lineStart(text, line);
  const source = lineAt(text, start);
  let found = 1;
  let bytes = 1;
  for (let i = 0; i <= source.length; i++) {
    if (bytes + shiftAt(edits, start, start + i) > column) break;
    found = bytes;
    bytes += Buffer.byteLength(source[i] ?? "");
  }
  return { line, column: found };
}

function shiftAt(edits: readonly TextEdit[], start: number, index: number): number {
  return edits
    .filter((edit) => edit.start >= start && edit.start <= index)
    .reduce((sum, { start: from, end, text }) => sum + text.length - (end - from), 0);
}

function lineStart(text: string, line: number): number {
  let at = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf("\n", at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  return at;
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? text.length : end);
}

function indexOf(line: string, column: number): number {
  return Buffer.from(line)
    .subarray(0, column - 1)
    .toString().length;
}
