const FIRST_BYTES = 64 * 1024;

/**
 * A growing buffer that JSON is written to. Making JSON as bytes is several times faster than as strings that are then
 * encoded: nothing is allocated for a text that needs no escaping, and that is nearly every one.
 */
export class ByteWriter {
  private buffer = Buffer.allocUnsafe(FIRST_BYTES);
  private used = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.used;
  }

  /** A copy of what was written between two lengths. */
  copyTo(target: Buffer, at: number, start: number, end: number): void {
    this.buffer.copy(target, at, start, end);
  }

  /** Compares two stretches byte by byte. */
  compare(start: number, end: number, otherStart: number, otherEnd: number): number {
    return this.buffer.compare(this.buffer, otherStart, otherEnd, start, end);
  }

  /** Forgets what was written. */
  clear(): void {
    this.used = 0;
    if (this.buffer.length > 64 * FIRST_BYTES) this.buffer = Buffer.allocUnsafe(FIRST_BYTES);
  }

  /** Writes text as it is; it must be ASCII. */
  ascii(text: string): void {
    const { length } = text;
    this.reserve(length);
    const { buffer } = this;
    let at = this.used;
    for (let i = 0; i < length; i++) buffer[at++] = text.charCodeAt(i);
    this.used = at;
  }

  /** Writes a number, or `null`. */
  number(value: number | null): void {
    this.ascii(value === null ? "null" : String(value));
  }

  /** Writes text as a JSON string, or `null`. */
  text(value: string | null): void {
    if (value === null) {
      this.ascii("null");
      return;
    }
    const { length } = value;
    this.reserve(length + 2);
    const { buffer } = this;
    let at = this.used;
    buffer[at++] = 34;
    for (let i = 0; i < length; i++) {
      const c = value.charCodeAt(i);
      if (c < 32 || c > 126 || c === 34 || c === 92) {
        this.encoded(JSON.stringify(value));
        return;
      }
      buffer[at++] = c;
    }
    buffer[at++] = 34;
    this.used = at;
  }

  /** Writes the UTF-8 text of `source[start, end)` as a JSON string. */
  textBytes(source: Buffer, start: number, end: number): void {
    this.reserve(2 * (end - start) + 2);
    const { buffer } = this;
    let at = this.used;
    buffer[at++] = 34;
    for (let i = start; i < end; i++) {
      const c = source[i] as number;
      if (c < 32 || c > 126) {
        this.encoded(JSON.stringify(source.toString("utf8", start, end)));
        return;
      }
      if (c === 34 || c === 92) buffer[at++] = 92;
      buffer[at++] = c;
    }
    buffer[at++] = 34;
    this.used = at;
  }

  private encoded(text: string): void {
    this.reserve(3 * text.length);
    this.used += this.buffer.write(text, this.used, "utf8");
  }

  private reserve(bytes: number): void {
    const needed = this.used + bytes;
    if (needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.buffer.length));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}
