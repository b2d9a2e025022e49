import type { Position } from "../../parsers/diagnostics/position.js";
import { type Readers, takeReaders } from "../../parsers/diagnostics/reader-pool.js";
import { COLUMN, LINE, ROW_LENGTH, type Scanner } from "../../parsers/diagnostics/scanner.js";
import { RECORD_KINDS } from "../../src/records/vocabulary.js";

/** What the scanner says about one line. */
export interface ScannedLine {
  readonly kind: number;
  readonly scanner: Scanner;
  readonly readers: Readers;
  /** The line's row in it. */
  readonly row: number;
  /** Null where the line has none. */
  readonly position: Position | null;
  /** The message behind the position, without what is not kept of it. */
  readonly text: string;
}

/** Scans whole lines, and hands over each while it is there. */
export function scanLines(output: string, see: (line: ScannedLine) => void, mapFile = (file: string) => file): void {
  const readers = takeReaders({ mapFile, kinds: new Set(RECORD_KINDS), heapFlowsOnly: false });
  const { scanner } = readers;
  scanner.append(Buffer.from(output), { pending: () => [] });
  for (let count = scanner.scan(); count > 0; count = scanner.scan()) {
    for (let i = 0, row = scanner.firstRow; i < count; i++, row += ROW_LENGTH) {
      if (scanner.rows[row] === LINE.header) scanner.scanAgain(row);
      const { rows } = scanner;
      const kind = rows[row] as number;
      const start = rows[row + COLUMN.text] as number;
      const end = rows[row + (kind === LINE.inlinable ? COLUMN.messageEnd : COLUMN.end)] as number;
      const hasPosition = start !== rows[row + COLUMN.start];
      see({
        kind,
        scanner,
        readers,
        row,
        position: hasPosition ? scanner.position(row) : null,
        text: scanner.text(start, end),
      });
    }
  }
}

/** Scans one line, which ends in no break, and looks at it between two others. */
export function scanLine<T>(line: string, see: (line: ScannedLine) => T, mapFile?: (file: string) => string): T {
  const seen: T[] = [];
  scanLines(`./p.go:1:2: before\n${line}\n./p.go:1:2: behind\n`, (each) => seen.push(see(each)), mapFile);
  return seen[1] as T;
}
