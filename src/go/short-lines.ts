const NEWLINE = 0x0a;
const COLON = 0x3a;
/** A longer line is none of those that are looked for. */
const MAX_LINE = 1024;
/** Errors of go are short; what the compiler prints beside them can be hundreds of megabytes. */
const ERRORS = 1 << 20;

/**
 * Reads what a go command prints while it runs, however much that is: shows `takes` each line without a colon, which
 * diagnostics and errors have, and keeps the beginning of the rest, to `most` bytes.
 */
export class ShortLines {
  private readonly kept: Buffer[] = [];
  private keptBytes = 0;
  private open: Buffer = Buffer.alloc(0);
  private isCut = false;

  constructor(
    private readonly takes: (line: string) => boolean,
    private readonly most: number = ERRORS,
  ) {}

  add(chunk: Buffer): void {
    const bytes = this.open.length === 0 ? chunk : Buffer.concat([this.open, chunk]);
    let start = 0;
    /** Where what is kept begins. */
    let from = 0;
    let colon = bytes.indexOf(COLON);
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      if (colon >= 0 && colon < start) colon = bytes.indexOf(COLON, start);
      const hasColon = colon >= 0 && colon < end;
      if (!hasColon && end - start <= MAX_LINE && this.takes(bytes.toString("utf8", start, end))) {
        this.keep(bytes.subarray(from, start));
        from = end + 1;
      }
      start = end + 1;
    }
    // What is longer can only be kept.
    const isOpen = bytes.length - start <= MAX_LINE;
    this.keep(bytes.subarray(from, isOpen ? start : bytes.length));
    this.open = isOpen ? Buffer.from(bytes.subarray(start)) : Buffer.alloc(0);
  }

  /** The beginning of what was kept, with the line that has no end yet. */
  text(): string {
    const kept: Buffer[] = [];
    for (let bytes = 0, i = 0; bytes < ERRORS && i < this.kept.length; i++) {
      const part = (this.kept[i] as Buffer).subarray(0, ERRORS - bytes);
      kept.push(part);
      bytes += part.length;
    }
    return Buffer.concat([...kept, this.open]).toString("utf8");
  }

  /** All that was printed but what was taken; null where it was more than is kept. */
  all(): readonly Uint8Array[] | null {
    return this.isCut ? null : [...this.kept, this.open];
  }

  private keep(bytes: Buffer): void {
    const left = this.most - this.keptBytes;
    if (bytes.length > left) this.isCut = true;
    if (bytes.length === 0 || left <= 0) return;
    // A copy: the chunk is part of larger memory.
    this.kept.push(Buffer.from(bytes.subarray(0, left)));
    this.keptBytes += bytes.length;
  }
}
