import type { Hop } from "../../src/records/record.js";
import type { ByteTable } from "./byte-table.js";
import { bytesBefore, textOf } from "./text.js";

const STORAGE = Buffer.from("{storage for ");
const ARROW = Buffer.from(" ← ");
const EQUALS = Buffer.from(" = ");
const CLOSING_BRACE = 125;
/** Longer texts are seldom seen twice. */
const SHORT = 32;

/**
 * Splits `DST ← [&*…]SRC` (`=` up to Go 1.24). Both sides can hold the separator inside an expression, but SRC is known:
 * it is what is explained in the first hop, and the DST of the hop before in the others.
 */
export class HopReader {
  /** As text: SRC of the hop that was read. */
  from: string;
  dereferences = 0;
  /** Where DST ends; -1 where the line does not hold SRC, so that it was split as text. */
  private toEnd = 0;
  private to = "";
  private hopStart = 0;
  private hopBuffer: Buffer;

  constructor(
    private text: string,
    private buffer: Buffer,
    private start: number,
    private length: number,
    /** Whether SRC may be the storage for the text. */
    private mayBeStorage: boolean,
  ) {
    this.from = text;
    this.hopBuffer = buffer;
  }

  /** Whether SRC of the hop that was read is DST of the hop before, as it should be. */
  get isNext(): boolean {
    return this.from === this.text && !this.mayBeStorage;
  }

  /** Reads `DST ← SRC` in `buffer[start, end)`. */
  read(buffer: Buffer, start: number, end: number): void {
    this.hopBuffer = buffer;
    this.hopStart = start;
    let left = this.sourceStart(buffer, start, end);
    this.dereferences = 0;
    if (left >= 0) {
      if (buffer[left - 1] === 38) {
        this.dereferences = -1;
        left--;
      } else {
        while (left > start && buffer[left - 1] === 42) {
          this.dereferences++;
          left--;
        }
      }
      if (bytesBefore(buffer, start, left, ARROW)) {
        this.toEnd = left - ARROW.length;
        return;
      }
      if (bytesBefore(buffer, start, left, EQUALS)) {
        this.toEnd = left - EQUALS.length;
        return;
      }
    }
    this.toEnd = -1;
    const sources = this.mayBeStorage ? [`{storage for ${this.text}}`, this.text] : [this.text];
    const hop = readHop(textOf(buffer, start, end), sources);
    this.to = hop.to;
    this.from = hop.from;
    this.dereferences = hop.dereferences;
  }

  /** The DST of the hop that was read, which is the SRC of the next. */
  next(names: ByteTable<string>): string {
    this.mayBeStorage = false;
    if (this.toEnd < 0) {
      this.buffer = Buffer.from(this.to);
      this.start = 0;
      this.length = this.buffer.length;
      this.text = this.to;
    } else {
      this.buffer = this.hopBuffer;
      this.start = this.hopStart;
      this.length = this.toEnd - this.hopStart;
      this.text =
        this.length <= SHORT
          ? names.get(this.buffer, this.start, this.toEnd)
          : textOf(this.buffer, this.start, this.toEnd);
    }
    this.from = this.text;
    return this.text;
  }

  /** Where SRC starts when the bytes end in it, else -1. */
  private sourceStart(buffer: Buffer, start: number, end: number): number {
    if (this.mayBeStorage && buffer[end - 1] === CLOSING_BRACE) {
      const left = end - 1 - this.length;
      if (this.isAt(buffer, left, start) && bytesBefore(buffer, start, left, STORAGE)) {
        this.from = `{storage for ${this.text}}`;
        return left - STORAGE.length;
      }
    }
    const left = end - this.length;
    if (!this.isAt(buffer, left, start)) return -1;
    this.from = this.text;
    return left;
  }

  private isAt(buffer: Buffer, at: number, start: number): boolean {
    if (at < start) return false;
    const shift = this.start - at;
    const source = this.buffer;
    for (let i = at, stop = at + this.length; i < stop; i++) if (buffer[i] !== source[i + shift]) return false;
    return true;
  }
}

/** Splits a hop as text: one that does not hold what it should go on from. */
function readHop(text: string, sources: readonly string[]): Omit<Hop, "steps"> {
  for (const from of sources) {
    if (!text.endsWith(from)) continue;
    const operators = /(?:&|\**)$/.exec(text.slice(0, text.length - from.length))?.[0] ?? "";
    const left = text.length - from.length - operators.length;
    if (text.endsWith(" ← ", left) || text.endsWith(" = ", left)) {
      return { to: text.slice(0, left - 3), from, dereferences: operators === "&" ? -1 : operators.length };
    }
  }
  const arrow = text.lastIndexOf(" ← ");
  const split = arrow >= 0 ? arrow : text.lastIndexOf(" = ");
  if (split < 0) return { to: text, from: sources[0] ?? "", dereferences: 0 };
  const operators = /^(?:&|\*+)/.exec(text.slice(split + 3))?.[0] ?? "";
  return {
    to: text.slice(0, split),
    from: text.slice(split + 3 + operators.length),
    dereferences: operators === "&" ? -1 : operators.length,
  };
}
