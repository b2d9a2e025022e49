const NEWLINE = 0x0a;
const COLON = 0x3a;
/** A longer line is none of those that are looked for. */
const MAX_LINE = 1024;
/** Errors of go are short; what the compiler prints beside them can be hundreds of megabytes. */
const ERRORS = 1 << 20;

/**
 * Reads what a go command prints while it runs, however much that is: shows `takes` each line without a colon, which
 * diagnostics and errors have, gives `keep` the rest, and keeps the beginning of that.
 */
export class ShortLines {
  private readonly kept: Buffer[] = [];
  private keptBytes = 0;
  private open: Buffer = Buffer.alloc(0);

  constructor(
    private readonly takes: (line: string) => boolean,
    private readonly keep: (bytes: Buffer) => void = () => {},
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
        this.rest(bytes.subarray(from, start));
        from = end + 1;
      }
      start = end + 1;
    }
    // What is longer can only be kept.
    const isOpen = bytes.length - start <= MAX_LINE;
    this.rest(bytes.subarray(from, isOpen ? start : bytes.length));
    this.open = isOpen ? Buffer.from(bytes.subarray(start)) : Buffer.alloc(0);
  }

  /** Gives away the line that has no end, too. */
  end(): void {
    this.rest(this.open);
    this.open = Buffer.alloc(0);
  }

  /** The beginning of what was not taken. */
  text(): string {
    return Buffer.concat([...this.kept, this.open]).toString("utf8");
  }

  private rest(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.keep(bytes);
    if (this.keptBytes >= ERRORS) return;
    // A copy: the chunk is part of larger memory.
    this.kept.push(Buffer.from(bytes.subarray(0, ERRORS - this.keptBytes)));
    this.keptBytes += bytes.length;
  }
}
