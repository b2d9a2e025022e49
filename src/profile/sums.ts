import type { Integer, Samples } from "../../parsers/profile/index.js";

/** The sum of two integers, exactly. */
export function plus(a: Integer, b: Integer): Integer {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return narrow(BigInt(a) + BigInt(b));
}

/** A Number where that is exact. */
function narrow(value: bigint): Integer {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** What part of a whole; 0 of nothing. */
export function ratio(part: Integer, whole: Integer): number {
  return Number(whole) === 0 ? 0 : Number(part) / Number(whole);
}

/** Descending, by exact values. */
export function descending(a: Integer, b: Integer): number {
  return a < b ? 1 : a > b ? -1 : 0;
}

/**
 * Sums of one sample type, kept apart by an id: exact, as pprof's are. Values are added up as Numbers where no sum can get
 * too large for them, else as bigints.
 */
export class Sums {
  private readonly numbers: Float64Array;
  private readonly bigints: bigint[] | null;

  constructor(
    private readonly samples: Samples,
    private readonly type: number,
    private readonly width: number,
    ids: number,
  ) {
    const isExact = samples.isExact(type);
    this.numbers = new Float64Array(isExact ? ids : 0);
    this.bigints = isExact ? null : new Array<bigint>(ids).fill(0n);
  }

  /** Adds a sample's value to the sum of an id. */
  add(sample: number, id: number): void {
    if (this.bigints === null) {
      this.numbers[id] = (this.numbers[id] ?? 0) + (this.samples.values[sample * this.width + this.type] ?? 0);
    } else this.bigints[id] = (this.bigints[id] ?? 0n) + BigInt(this.samples.exact(sample, this.type));
  }

  of(id: number): Integer {
    return this.bigints === null ? (this.numbers[id] ?? 0) : narrow(this.bigints[id] ?? 0n);
  }
}
