import type { Batch } from "./batch.js";
import { ROW_LENGTH, type Scanner } from "./scanner.js";

/** How much input is taken at once. */
const PIECE_BYTES = 256 * 1024;
const LINE_BREAK = Buffer.from("\n");
/** How much is kept of a line that is too long. */
const LONG_LINE_BEGINNING = 1024;

/** Who takes the lines. */
interface LineReader {
  /** Takes one row of the scanner: see COLUMN. */
  row(row: number): void;
  /** Takes the beginning of a line that is too long to be held, and how many bytes it has. */
  tooLong(beginning: string, bytes: number): void;
}

/** Brings input in chunks of any size to the scanner, and hands on its rows. Never holds a line that is too long. */
export class InputPieces {
  /** A line that is too long and has not ended yet. */
  private longLine: { readonly beginning: string; bytes: number } | null = null;

  /** `held`: what still needs input that was scanned. */
  constructor(
    private readonly scanner: Scanner,
    private readonly held: Batch,
    private readonly reader: LineReader,
  ) {}

  write(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) this.piece(chunk.subarray(at, at + PIECE_BYTES));
  }

  /** The input is over: its last line may have no line break. */
  end(): void {
    if (this.longLine !== null) this.endLongLine();
    else if (this.scanner.rest > 0) this.piece(LINE_BREAK);
  }

  private piece(input: Uint8Array): void {
    const { scanner, longLine } = this;
    if (longLine !== null) {
      const newline = input.indexOf(10);
      longLine.bytes += newline < 0 ? input.length : newline;
      if (newline < 0) return;
      this.endLongLine();
      this.piece(input.subarray(newline + 1));
      return;
    }
    scanner.append(input, this.held);
    this.scan();
    if (scanner.rest <= scanner.maxLineBytes) return;
    this.longLine = { beginning: scanner.restText(LONG_LINE_BEGINNING), bytes: scanner.rest };
    scanner.dropRest();
    scanner.endExplanation();
  }

  private scan(): void {
    const { scanner, reader } = this;
    for (let count = scanner.scan(); count > 0; count = scanner.scan()) {
      const end = scanner.firstRow + count * ROW_LENGTH;
      for (let row = scanner.firstRow; row < end; row += ROW_LENGTH) reader.row(row);
    }
  }

  private endLongLine(): void {
    const { longLine } = this;
    if (longLine === null) return;
    this.longLine = null;
    this.reader.tooLong(longLine.beginning, longLine.bytes);
  }
}

/** What is kept of a line that is too long and starts there. */
export function longLineBeginning(scanner: Scanner, start: number): string {
  return scanner.text(start, start + LONG_LINE_BEGINNING);
}
