import { damaged } from "./damage.js";

/** Values by address: `values[i]` holds from `starts[i]` up to the next start. */
export interface PcTable {
  readonly starts: readonly number[];
  readonly values: readonly number[];
}

const EMPTY: PcTable = { starts: [], values: [] };

/**
 * Reads a pc-value table: pairs of a signed and an unsigned varint, the changes of value and address; a zero ends it
 * (cmd/internal/obj/pcln.go, funcpctab). `scale` is the least length of an instruction of the architecture.
 */
export function readPcTable(bytes: Buffer | null, scale: number): PcTable {
  if (bytes === null || bytes.length === 0) return EMPTY;
  const starts: number[] = [];
  const values: number[] = [];
  const numbers = new Varints(bytes);
  let pc = 0;
  let value = -1;
  while (!numbers.ended) {
    const change = numbers.signed();
    if (change === 0 && values.length > 0) break;
    value += change;
    starts.push(pc);
    values.push(value);
    pc += numbers.unsigned() * scale;
  }
  return { starts, values };
}

/** The value at the start of a function; -1 where the table is empty. */
export function firstValue(bytes: Buffer | null): number {
  return bytes === null || bytes.length === 0 ? -1 : new Varints(bytes).signed() - 1;
}

/** Numbers of seven bits a byte, the lowest first. */
class Varints {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get ended(): boolean {
    return this.at >= this.bytes.length;
  }

  unsigned(): number {
    const first = this.bytes[this.at++] ?? damaged("a table without an end");
    if (first < 0x80) return first;
    let result = first & 0x7f;
    for (let shift = 7; shift < 35; shift += 7) {
      const byte = this.bytes[this.at++] ?? damaged("a table without an end");
      result += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return result;
    }
    return damaged("a number without an end");
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/** Index of the entry that holds at `pc`, or -1. */
function entryAt({ starts }: PcTable, pc: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= pc) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The value at `pc`; `otherwise` where the table says nothing. */
export function valueAt(table: PcTable, pc: number, otherwise: number): number {
  return table.values[entryAt(table, pc)] ?? otherwise;
}
