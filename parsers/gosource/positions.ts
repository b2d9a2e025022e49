import type { Node } from "web-tree-sitter";
import type { Extent, Place } from "./go-facts.js";

/** The compiler has eight bits for a column: all from this one on are printed as it. */
const LAST_COLUMN = 255;

/** Turns the tree's places, which count UTF-16 units from 0, into the compiler's. */
export class Positions {
  private readonly lines: readonly string[];

  constructor(private readonly text: string) {
    this.lines = text.split("\n");
  }

  /** Without its line break; empty where there is no such line. */
  line(line: number): string {
    return this.lines[line - 1] ?? "";
  }

  /** The index in its line of the character at a column; -1 where the line has none. */
  indexIn(line: number, column: number): number {
    const text = this.line(line);
    const index = Buffer.from(text)
      .subarray(0, column - 1)
      .toString().length;
    return index < text.length ? index : -1;
  }

  startOf({ startPosition: { row, column }, startIndex }: Node): Place {
    return { line: row + 1, column: this.column(startIndex - column, startIndex) };
  }

  endOf({ endPosition: { row, column }, endIndex }: Node): Place {
    return { line: row + 1, column: this.column(endIndex - column, endIndex) };
  }

  extentOf(node: Node): Extent {
    return { start: this.startOf(node), end: this.endOf(node) };
  }

  private column(lineStart: number, index: number): number {
    return Buffer.byteLength(this.text.slice(lineStart, index)) + 1;
  }
}

/** Below 0 where `a` comes before `b`. */
export function comparePlaces(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}

/** Whether the compiler prints `printed` for a place. */
export function isPrintedAs(place: Place, printed: Place): boolean {
  return place.line === printed.line && Math.min(place.column, LAST_COLUMN) === printed.column;
}
