import type { Integer } from "../../parsers/profile/index.js";

const FIRST_BYTES = 1024;

/** Writes protobuf messages; a field that is 0, as one that is not there, is left out. */
export class ProtobufWriter {
  private bytes = Buffer.allocUnsafe(FIRST_BYTES);
  private used = 0;

  /** What was written; good until more is. */
  get written(): Uint8Array {
    return this.bytes.subarray(0, this.used);
  }

  get length(): number {
    return this.used;
  }

  clear(): void {
    this.used = 0;
  }

  number(field: number, value: Integer): void {
    if (value === 0) return;
    this.varint(field * 8);
    this.varint(value);
  }

  flag(field: number, value: boolean): void {
    if (value) this.number(field, 1);
  }

  text(field: number, value: string): void {
    this.message(field, Buffer.from(value));
  }

  /** Numbers one behind the other; zeros count. */
  packed(field: number, values: Iterable<Integer>): void {
    const packed = new ProtobufWriter();
    for (const value of values) packed.varint(value);
    this.message(field, packed.written);
  }

  message(field: number, bytes: Uint8Array): void {
    this.varint(field * 8 + 2);
    this.varint(bytes.length);
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.used);
    this.used += bytes.length;
  }

  /** Negative numbers take ten bytes. */
  private varint(value: Integer): void {
    this.reserve(10);
    const isSmall = typeof value === "number" && value >= 0 && value < 2 ** 31;
    let rest = isSmall ? BigInt(0) : BigInt.asUintN(64, BigInt(value));
    let small = isSmall ? value : 0;
    if (isSmall) {
      for (; small > 0x7f; small >>>= 7) this.bytes[this.used++] = (small & 0x7f) | 0x80;
      this.bytes[this.used++] = small;
      return;
    }
    for (; rest > 0x7fn; rest >>= 7n) this.bytes[this.used++] = Number(rest & 0x7fn) | 0x80;
    this.bytes[this.used++] = Number(rest);
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.used + bytes, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
  }
}
