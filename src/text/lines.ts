import { asBuffer } from "./as-buffer.js";

/** Longest line that is kept whole, in bytes; the compiler's longest real lines are a few hundred KiB. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** How much of a longer line is kept. */
const LONG_LINE_PREFIX = 1024;

/** Takes complete lines: `buffer[start, end)` without the line break. The buffer may be written to again when the chunk has been taken. */
export type LineHandler = (buffer: Buffer, start: number, end: number) => void;

/** Where a line was longer than {@link MAX_LINE_BYTES}: its beginning and its whole length in bytes. */
export type LongLineHandler = (beginning: Buffer, bytes: number) => void;

/**
 * Cuts a stream of chunks into lines, whatever the chunk boundaries. Breaks are LF and CRLF; the last line needs none.
 * Memory: one chunk and one line, at most {@link MAX_LINE_BYTES}.
 */
export class LineSplitter {
  private rest: Buffer[] = [];
  private restBytes = 0;
  private skipping: { beginning: Buffer; bytes: number } | null = null;

  constructor(
    private readonly onLine: LineHandler,
    private readonly onLongLine: LongLineHandler,
  ) {}

  /** Takes the next chunk. Nothing of it is kept. */
  write(chunk: Uint8Array): void {
    const buffer = asBuffer(chunk);
    let start = 0;
    if (this.restBytes > 0 || this.skipping !== null) {
      const newline = buffer.indexOf(10);
      if (newline < 0) {
        this.keep(buffer);
        return;
      }
      this.keep(buffer.subarray(0, newline));
      this.flush();
      start = newline + 1;
    }
    const { onLine } = this;
    for (;;) {
      const newline = buffer.indexOf(10, start);
      if (newline < 0) break;
      if (newline - start > MAX_LINE_BYTES) {
        this.onLongLine(Buffer.from(buffer.subarray(start, start + LONG_LINE_PREFIX)), newline - start);
      } else onLine(buffer, start, newline > start && buffer[newline - 1] === 13 ? newline - 1 : newline);
      start = newline + 1;
    }
    if (start < buffer.length) this.keep(buffer.subarray(start));
  }

  /** Hands over the last line, if it had no line break. */
  end(): void {
    if (this.restBytes > 0 || this.skipping !== null) this.flush();
  }

  private keep(part: Buffer): void {
    if (this.skipping !== null) {
      this.skipping.bytes += part.length;
      return;
    }
    // A copy: the part is small, the chunk it lies in is not.
    if (part.length > 0) this.rest.push(Buffer.from(part));
    this.restBytes += part.length;
    if (this.restBytes > MAX_LINE_BYTES) {
      this.skipping = { beginning: Buffer.concat(this.rest).subarray(0, LONG_LINE_PREFIX), bytes: this.restBytes };
      this.skipping.beginning = Buffer.from(this.skipping.beginning);
      this.rest = [];
      this.restBytes = 0;
    }
  }

  private flush(): void {
    if (this.skipping !== null) {
      const { beginning, bytes } = this.skipping;
      this.skipping = null;
      this.onLongLine(beginning, bytes);
      return;
    }
    const line = this.rest.length === 1 ? (this.rest[0] as Buffer) : Buffer.concat(this.rest);
    this.rest = [];
    this.restBytes = 0;
    this.onLine(line, 0, line[line.length - 1] === 13 ? line.length - 1 : line.length);
  }
}
