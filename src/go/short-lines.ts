const NEWLINE = 0x0a;
const COLON = 0x3a;
/** A longer line is none of those that are looked for. */
const MAX_LINE = 1024;
/** Errors of go are short; what the compiler prints beside them can be hundreds of megabytes. */
const MAX_KEPT = 1 << 20;

/**
 * Reads what a go command prints while it runs, however much that is: shows `takes` each line without a colon, which
 * diagnostics and errors have, and keeps the beginning of the rest.
 */
export class ShortLines {
  private readonly kept: Buffer[] = [];
  private keptBytes = 0;
  private open: Buffer = Buffer.alloc(0);

  constructor(private readonly takes: (line: string) => boolean) {}

  add(chunk: Buffer): void {
    const bytes = this.open.length === 0 ? chunk : Buffer.concat([this.open, chunk]);
    let start = 0;
    let colon = bytes.indexOf(COLON);
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      if (colon >= 0 && colon < start) colon = bytes.indexOf(COLON, start);
      this.line(bytes, start, end, colon >= 0 && colon < end);
      start = end + 1;
    }
    // What is longer can only be kept.
    const rest = bytes.subarray(start);
    if (rest.length > MAX_LINE) this.keep(rest);
    this.open = rest.length > MAX_LINE ? Buffer.alloc(0) : Buffer.from(rest);
  }

  /** What was kept, with the line that has no end yet. */
  text(): string {
    return Buffer.concat([...this.kept, this.open]).toString("utf8");
  }

  private line(bytes: Buffer, start: number, end: number, hasColon: boolean): void {
    const isShort = !hasColon && end - start <= MAX_LINE;
    if (isShort && this.takes(bytes.toString("utf8", start, end))) return;
    if (this.keptBytes < MAX_KEPT) this.keep(bytes.subarray(start, end + 1));
  }

  private keep(bytes: Buffer): void {
    if (this.keptBytes >= MAX_KEPT) return;
    this.kept.push(Buffer.from(bytes));
    this.keptBytes += bytes.length;
  }
}
