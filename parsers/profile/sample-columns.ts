import { IntegerColumn, Uint32Column } from "./columns.js";
import type { IdTable } from "./ids.js";
import type { Integer, Label, Samples } from "./profile.js";
import { BYTES, VARINT, type WireReader } from "./wire.js";

/** Frames of all stacks together; more would not fit in the memory of a usual machine. */
export const MAX_FRAMES = 1 << 27;
export const MAX_SAMPLES = 1 << 24;

/** Where each sample ends in the columns, and the columns. Texts are indices into the string table. */
export class SampleColumns {
  readonly stackEnds = new Uint32Column();
  readonly stacks = new Uint32Column(1 << 16);
  readonly values = new IntegerColumn(1 << 12);
  readonly labelEnds = new Uint32Column();
  readonly labelKeys = new Uint32Column();
  readonly labelTexts = new Uint32Column();
  readonly labelUnits = new Uint32Column();
  readonly labelNumbers = new IntegerColumn();
  /** How many values each sample has; null before the first. */
  width: number | null = null;

  constructor(private readonly locations: IdTable) {}

  get count(): number {
    return this.stackEnds.length;
  }

  /** Reads the `Sample` message in [from, to) of these bytes. */
  read(wire: WireReader, bytes: Uint8Array, from: number, to: number): void {
    const before = this.values.length;
    wire.open(from, to);
    while (wire.next()) {
      if (wire.field === 1) this.readLocations(wire, bytes);
      else if (wire.field === 2) this.readValues(wire);
      else if (wire.field === 3 && wire.type === BYTES) this.readLabel(wire);
    }
    this.stackEnds.push(this.stacks.length);
    this.labelEnds.push(this.labelKeys.length);
    const width = this.values.length - before;
    this.width ??= width;
    if (width !== this.width) wire.fail(`one sample has ${this.width} values and another one ${width}`);
  }

  private readLocations(wire: WireReader, bytes: Uint8Array): void {
    const { stacks, locations } = this;
    if (wire.type === VARINT) {
      stacks.push(locations.index(wire.unsigned()));
      return;
    }
    if (wire.type !== BYTES) return;
    const { from, to, at, end } = wire;
    // An id takes a byte at least.
    const memory = stacks.room(to - from);
    let { length } = stacks;
    // Nearly all of a large profile is here: ids of one to three bytes are read without a call.
    for (let i = from; i < to; ) {
      let byte = bytes[i] ?? 0;
      let id = byte & 0x7f;
      let next = i + 1;
      if (byte > 0x7f) {
        byte = bytes[next++] ?? 0;
        id |= (byte & 0x7f) << 7;
        if (byte > 0x7f) {
          byte = bytes[next++] ?? 0;
          id |= (byte & 0x7f) << 14;
        }
      }
      if (byte > 0x7f || next > to) {
        wire.open(i, to);
        wire.varint();
        if (wire.fault !== null) return;
        memory[length++] = locations.index(wire.unsigned());
        next = wire.at;
      } else memory[length++] = locations.index(id);
      i = next;
    }
    stacks.length = length;
    wire.open(at, end);
  }

  private readValues(wire: WireReader): void {
    if (wire.type === VARINT) {
      this.values.push(wire.signed());
      return;
    }
    if (wire.type !== BYTES) return;
    const { from, to, at, end } = wire;
    wire.open(from, to);
    while (wire.at < to && wire.fault === null) {
      wire.varint();
      if (wire.fault === null) this.values.push(wire.signed());
    }
    if (wire.fault === null) wire.open(at, end);
  }

  private readLabel(wire: WireReader): void {
    const { from, to, at, end } = wire;
    let key = 0;
    let text = 0;
    let number: Integer = 0;
    let unit = 0;
    wire.open(from, to);
    while (wire.next()) {
      if (wire.type !== VARINT) continue;
      if (wire.field === 1) key = index(wire);
      else if (wire.field === 2) text = index(wire);
      else if (wire.field === 3) number = wire.signed();
      else if (wire.field === 4) unit = index(wire);
    }
    if (wire.fault === null) wire.open(at, end);
    this.labelKeys.push(key);
    this.labelTexts.push(text);
    this.labelNumbers.push(number);
    this.labelUnits.push(unit);
  }
}

/** An index into the string table; what does not fit in 32 bits is beyond any table. */
function index(wire: WireReader): number {
  return wire.high === 0 ? wire.low : 0xffff_ffff;
}

/** The samples as others read them. The columns must not grow any more. */
export function samplesOf(columns: SampleColumns, strings: readonly string[]): Samples {
  const stackEnds = columns.stackEnds.values;
  const stacks = columns.stacks.values;
  const labelEnds = columns.labelEnds.values;
  const keys = columns.labelKeys.values;
  const texts = columns.labelTexts.values;
  const units = columns.labelUnits.values;
  const values = columns.values.values;
  const width = columns.width ?? 0;
  return {
    count: columns.count,
    values,
    stack: (sample) => stacks.subarray(sample === 0 ? 0 : stackEnds[sample - 1], stackEnds[sample]),
    exact: (sample, type) => columns.values.exact(sample * width + type),
    isExact: (type) => {
      let magnitude = 0;
      for (let i = type; i < values.length; i += width) magnitude += Math.abs(values[i] ?? 0);
      return magnitude <= Number.MAX_SAFE_INTEGER;
    },
    labels: (sample) => {
      const labels: Label[] = [];
      const end = labelEnds[sample] ?? 0;
      for (let i = sample === 0 ? 0 : (labelEnds[sample - 1] ?? 0); i < end; i++) {
        const text = texts[i] ?? 0;
        labels.push({
          key: strings[keys[i] ?? 0] ?? "",
          text: text === 0 ? null : (strings[text] ?? ""),
          number: columns.labelNumbers.exact(i),
          unit: strings[units[i] ?? 0] ?? "",
        });
      }
      return labels;
    },
    numbers: (key) => {
      const all = columns.labelNumbers.values;
      const found = new Float64Array(columns.count).fill(Number.NaN);
      let any = false;
      for (let sample = 0, i = 0; sample < columns.count; sample++) {
        const end = labelEnds[sample] ?? 0;
        for (; i < end; i++) {
          if (strings[keys[i] ?? 0] !== key || texts[i] !== 0 || !Number.isNaN(found[sample] ?? 0)) continue;
          found[sample] = all[i] ?? 0;
          any = true;
        }
      }
      return any ? found : null;
    },
  };
}
