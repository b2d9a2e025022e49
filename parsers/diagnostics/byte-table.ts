import { textOf } from "./text.js";

/** Entries that are remembered at most; broken input can hold any number of different texts. */
const MAX_ENTRIES = 1 << 16;
/** Longer texts are made each time. */
const MAX_LENGTH = 500;
const FIRST_SLOTS = 1 << 10;
/** Bytes that the hash is made of. */
const HASHED = 12;

/**
 * Values by the bytes they stand for. The same few names come hundreds of thousands of times: finding one here costs a
 * third of decoding it and looking it up as a string.
 */
export class ByteTable<T> {
  private values: T[] = [];
  /** For each value its bytes in `bytes`: where they start; they end where the next start. */
  private starts: number[] = [0];
  private bytes = Buffer.allocUnsafe(16 * FIRST_SLOTS);
  /** Open addressing: the index of a value plus one, or 0. */
  private slots = new Int32Array(FIRST_SLOTS);

  /** `make` turns a text that is met for the first time into its value. */
  constructor(private readonly make: (text: string) => T) {}

  /** The value of `buffer[start, end)`. */
  get(buffer: Buffer, start: number, end: number): T {
    if (end - start > MAX_LENGTH) return this.make(textOf(buffer, start, end));
    const mask = this.slots.length - 1;
    let slot = hashOf(buffer, start, end) & mask;
    for (;;) {
      const entry = this.slots[slot] as number;
      if (entry === 0) break;
      if (this.holds(entry - 1, buffer, start, end)) return this.values[entry - 1] as T;
      slot = (slot + 1) & mask;
    }
    return this.add(buffer, start, end, slot);
  }

  private holds(index: number, buffer: Buffer, start: number, end: number): boolean {
    const { bytes } = this;
    const from = this.starts[index] as number;
    const length = end - start;
    if ((this.starts[index + 1] as number) - from !== length) return false;
    // From the right: names of one package differ at their end.
    for (let i = length - 1; i >= 0; i--) if (bytes[from + i] !== buffer[start + i]) return false;
    return true;
  }

  private add(buffer: Buffer, start: number, end: number, slot: number): T {
    const value = this.make(textOf(buffer, start, end));
    if (this.values.length >= MAX_ENTRIES) this.clear();
    else this.slots[slot] = this.values.length + 1;
    const from = this.starts[this.values.length] as number;
    const stop = from + end - start;
    if (stop > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(stop, 2 * this.bytes.length));
      this.bytes.copy(larger, 0, 0, from);
      this.bytes = larger;
    }
    buffer.copy(this.bytes, from, start, end);
    this.values.push(value);
    this.starts.push(stop);
    if (2 * this.values.length > this.slots.length || this.values.length === 1) this.index(this.slots.length);
    return value;
  }

  private index(slots: number): void {
    const size = 2 * this.values.length > slots ? 2 * slots : slots;
    this.slots = new Int32Array(size);
    for (let i = 0; i < this.values.length; i++) {
      let slot = hashOf(this.bytes, this.starts[i] as number, this.starts[i + 1] as number) & (size - 1);
      while (this.slots[slot] !== 0) slot = (slot + 1) & (size - 1);
      this.slots[slot] = i + 1;
    }
  }

  private clear(): void {
    this.values = [];
    this.starts = [0];
    this.slots = new Int32Array(FIRST_SLOTS);
  }
}

/** Of the length and the last bytes: names of one package begin alike. */
function hashOf(buffer: Buffer, start: number, end: number): number {
  let hash = end - start;
  const from = end - start > HASHED ? end - HASHED : start;
  for (let i = from; i < end; i++) hash = (Math.imul(hash, 31) + (buffer[i] as number)) | 0;
  return (hash ^ (hash >>> 15)) >>> 0;
}
