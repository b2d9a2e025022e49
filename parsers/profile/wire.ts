/** The wire types of protobuf that profiles use; others are passed over. */
export const VARINT = 0;
const FIXED64 = 1;
export const BYTES = 2;
const FIXED32 = 5;

/** The longest varint, in bytes. */
const MAX_VARINT_BYTES = 10;
/** The longest field that is read: one sample with its stack, or one text. */
const MAX_FIELD_BYTES = 16 * 1024 * 1024;

const TWO_32 = 2 ** 32;

/**
 * Walks over the fields of one protobuf message in memory. A message that does not keep to its bounds ends the walk and
 * is told in {@link fault}; nothing is thrown. One reader serves nested messages too: see {@link open}.
 */
export class WireReader {
  /** What is wrong with the bytes; null as long as nothing is. */
  fault: string | null = null;
  /** Whether the fault is that the bytes end too early. */
  isCut = false;
  /** The number and the wire type of the field that {@link next} has read. */
  field = 0;
  type = 0;
  /** Where the bytes of the field are, for {@link BYTES}. */
  from = 0;
  to = 0;
  /** The 64 bits of the field's value, for the other types: two unsigned halves. */
  low = 0;
  high = 0;
  /** Where reading goes on, and where the message ends. */
  at = 0;
  end = 0;
  private bytes: Uint8Array = new Uint8Array();

  /** Reads other memory from now on. */
  use(bytes: Uint8Array): void {
    this.bytes = bytes;
  }

  /** Reads the message in [from, to) from now on. Whoever nests keeps the outer `at` and `end`, and opens them again. */
  open(from: number, to: number): void {
    this.at = from;
    this.end = to;
  }

  /** Reads the next field; false at the end of the message, and after a fault. */
  next(): boolean {
    if (this.fault !== null || this.at >= this.end) return false;
    this.varint();
    this.field = this.high === 0 ? this.low >>> 3 : 0;
    this.type = this.low & 7;
    switch (this.type) {
      case VARINT:
        this.varint();
        break;
      case BYTES: {
        this.varint();
        const { at } = this;
        const length = this.high * TWO_32 + this.low;
        if (this.fault !== null) return false;
        if (length > MAX_FIELD_BYTES) return this.fail(`a field claims to have ${length} bytes`);
        if (length > this.end - at) return this.cut("a field is longer than what holds it");
        this.from = at;
        this.to = at + length;
        this.at = this.to;
        break;
      }
      case FIXED64:
        this.skip(8);
        break;
      case FIXED32:
        this.skip(4);
        break;
      default:
        return this.fail(`a field has the unknown wire type ${this.type}`);
    }
    return this.fault === null;
  }

  /** Forgets that bytes were missing: more have come. */
  mend(): void {
    this.fault = null;
    this.isCut = false;
  }

  /** Reads a varint to {@link low} and {@link high}. */
  varint(): void {
    const { bytes, end } = this;
    let { at } = this;
    let low = 0;
    let high = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= end || shift >= 7 * MAX_VARINT_BYTES) {
        if (at >= end) this.cut("a number has no end");
        else this.fail("a number has more than 64 bits");
        return;
      }
      const byte = bytes[at++] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) break;
    }
    this.at = at;
    this.low = low >>> 0;
    this.high = high >>> 0;
  }

  /** The value as an unsigned integer: a Number where that is exact. */
  unsigned(): number | bigint {
    if (this.high < 0x20_0000) return this.high * TWO_32 + this.low;
    return (BigInt(this.high) << 32n) | BigInt(this.low);
  }

  /** The value as a signed integer: a Number where that is exact. */
  signed(): number | bigint {
    const high = this.high | 0;
    if (high >= -0x20_0000 && high < 0x20_0000) {
      const value = high * TWO_32 + this.low;
      if (Number.isSafeInteger(value)) return value;
    }
    return (BigInt(high) << 32n) | BigInt(this.low);
  }

  /** Ends the walk: the message says something that cannot be. */
  fail(fault: string): false {
    this.fault ??= fault;
    this.at = this.end;
    return false;
  }

  private cut(fault: string): false {
    this.isCut ||= this.fault === null;
    return this.fail(fault);
  }

  private skip(bytes: number): void {
    if (bytes > this.end - this.at) this.cut("a field is longer than what holds it");
    else this.at += bytes;
  }
}
