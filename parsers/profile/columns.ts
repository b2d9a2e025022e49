/** A list of unsigned 32-bit integers that grows. */
export class Uint32Column {
  length = 0;
  private items: Uint32Array;

  constructor(capacity = 1024) {
    this.items = new Uint32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.items.length) this.room(1);
    this.items[this.length++] = value;
  }

  /** The memory behind the list, with room for so many more: whoever writes there sets the length. */
  room(count: number): Uint32Array {
    const needed = this.length + count;
    if (needed > this.items.length) {
      const larger = new Uint32Array(Math.max(needed, 2 * this.length));
      larger.set(this.items);
      this.items = larger;
    }
    return this.items;
  }

  /** What was pushed; a view, good until more is. */
  get values(): Uint32Array {
    return this.items.subarray(0, this.length);
  }
}

/**
 * A list of 64-bit integers that grows: as Numbers, which take a fraction of a bigint's time and memory, and beside them
 * the few that a Number cannot hold.
 */
export class IntegerColumn {
  length = 0;
  private items: Float64Array;
  private readonly large = new Map<number, bigint>();

  constructor(capacity = 1024) {
    this.items = new Float64Array(capacity);
  }

  push(value: number | bigint): void {
    if (this.length === this.items.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.items);
      this.items = larger;
    }
    if (typeof value === "bigint") this.large.set(this.length, value);
    this.items[this.length++] = Number(value);
  }

  /** What was pushed, each rounded to a Number where it is no safe integer; a view, good until more is pushed. */
  get values(): Float64Array {
    return this.items.subarray(0, this.length);
  }

  /** The exact integer at an index. */
  exact(index: number): number | bigint {
    return this.large.get(index) ?? this.items[index] ?? 0;
  }
}
