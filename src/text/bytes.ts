import { jsonText } from "./json.js";

const FIRST_BYTES = 64 * 1024;
/** How much is gathered at once. */
const PIECE_BYTES = 256 * 1024;
/** Texts that are remembered at most. */
const MAX_KNOWN = 1 << 14;
/** Longer ones are not. */
const MAX_KNOWN_LENGTH = 100;

/** Where some bytes are. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Has written bytes elsewhere that belong behind what a {@link ByteWriter} holds. */
export interface Lender {
  /** All of them; good until they are released, or more are written. */
  readonly lent: Buffer;
  /** The ranges of them one behind the other, in pieces, of which each is good until the next. */
  gather(ranges: Iterable<Range>): Iterable<Uint8Array>;
  /** They are needed no longer. */
  release(): void;
}

/**
 * A growing buffer that JSON is written to. Making JSON as bytes is several times faster than as strings that are then
 * encoded: nothing is allocated for a text that needs no escaping, and that is nearly every one.
 */
export class ByteWriter {
  private buffer: Buffer;
  private used = 0;
  private lender: Lender | null = null;
  private lent = 0;
  private readonly constants = new Map<string, Uint8Array>();
  private readonly texts = new Map<string, Uint8Array>();

  /** `bytes`: what there is room for at first. */
  constructor(bytes: number = FIRST_BYTES) {
    this.buffer = Buffer.allocUnsafe(bytes);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.used + this.lent;
  }

  /** Counts bytes as written that the lender has; they are taken over when they are needed. */
  lend(lender: Lender, bytes: number): void {
    if (this.lender !== lender) this.settle();
    this.lender = lender;
    this.lent += bytes;
  }

  /** Takes over what was lent. */
  settle(): void {
    const { lender } = this;
    if (lender === null) return;
    this.lender = null;
    this.lent = 0;
    this.bytes(lender.lent);
    lender.release();
  }

  /** What was written; good until more is. */
  get written(): Buffer {
    if (this.used === 0 && this.lender !== null) return this.lender.lent;
    this.settle();
    return this.buffer.subarray(0, this.used);
  }

  /** Ranges of what was written one behind the other, in pieces, of which each is good until the next. */
  gather(ranges: Iterable<Range>): Iterable<Uint8Array> {
    if (this.used === 0 && this.lender !== null) return this.lender.gather(ranges);
    return piecesOf(this.written, ranges);
  }

  /** Forgets what was written. */
  clear(): void {
    this.lender?.release();
    this.lender = null;
    this.lent = 0;
    this.used = 0;
    if (this.buffer.length > 64 * FIRST_BYTES) this.buffer = Buffer.allocUnsafe(FIRST_BYTES);
  }

  /** Writes text as it is: ASCII, and one of the few constants of a format, which are remembered. */
  ascii(text: string): void {
    let bytes = this.constants.get(text);
    if (bytes === undefined) {
      bytes = Buffer.from(text, "latin1");
      this.constants.set(text, bytes);
    }
    this.bytes(bytes);
  }

  /** Writes text as it is. */
  plain(text: string): void {
    this.encoded(text);
  }

  /** Writes a number, or `null`. */
  number(value: number | null): void {
    if (value === null) {
      this.ascii("null");
      return;
    }
    if (value < 0 || value > 9_999_999) {
      this.encoded(String(value));
      return;
    }
    this.reserve(7);
    const { buffer } = this;
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits++;
    let at = this.used + digits;
    this.used = at;
    let rest = value;
    do {
      const tens = (rest / 10) | 0;
      buffer[--at] = 48 + rest - 10 * tens;
      rest = tens;
    } while (rest > 0);
  }

  /** The same as {@link text}, for a text that comes many times: its JSON is remembered. */
  known(value: string | null): void {
    if (value === null) {
      this.ascii("null");
      return;
    }
    if (value.length > MAX_KNOWN_LENGTH) {
      this.text(value);
      return;
    }
    let json = this.texts.get(value);
    if (json === undefined) {
      if (this.texts.size >= MAX_KNOWN) this.texts.clear();
      json = Buffer.from(jsonText(value));
      this.texts.set(value, json);
    }
    this.bytes(json);
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
      if (c < 32 || c > 126 || c === 34 || c === 92 || c === 35) {
        this.encoded(jsonText(value));
        return;
      }
      buffer[at++] = c;
    }
    buffer[at++] = 34;
    this.used = at;
  }

  /**
   * Writes bytes as they are. Copying costs the same for a few bytes and for a hundred, and less than writing ten of them
   * one by one.
   */
  private bytes(bytes: Uint8Array): void {
    const { length } = bytes;
    this.reserve(length);
    this.buffer.set(bytes, this.used);
    this.used += length;
  }

  private encoded(text: string): void {
    this.reserve(3 * text.length);
    this.used += this.buffer.write(text, this.used, "utf8");
  }

  private reserve(bytes: number): void {
    if (this.lender !== null) this.settle();
    const needed = this.used + bytes;
    if (needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.buffer.length));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}

/** Copies ranges to one buffer after the other. */
function* piecesOf(source: Buffer, ranges: Iterable<Range>): Generator<Uint8Array> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  let used = 0;
  for (let { start, end } of ranges) {
    while (start < end) {
      const bytes = source.copy(piece, used, start, Math.min(end, start + piece.length - used));
      start += bytes;
      used += bytes;
      if (used < piece.length) continue;
      yield piece;
      used = 0;
    }
  }
  if (used > 0) yield piece.subarray(0, used);
}
