import type { IdTable } from "./ids.js";
import type { Frame, Integer, Location, Mapping, ProfileFunction } from "./profile.js";
import { BYTES, VARINT, type WireReader } from "./wire.js";

/** Entries of one table; a very large program has a few hundred thousand functions. */
export const MAX_ENTRIES = 1 << 22;

/** A `Line` message: which function (0: none), and where. */
export interface RawLine {
  readonly function: Integer;
  readonly line: Integer;
  readonly column: Integer;
}

/** A `Location` message, with ids instead of what they name. */
export interface RawLocation {
  readonly id: Integer;
  readonly mapping: Integer;
  readonly address: Integer;
  readonly lines: readonly RawLine[];
  readonly folded: boolean;
}

/** The numbers of a message by their field, as far as they are wanted; what is missing is 0. */
function numbersOf(wire: WireReader, from: number, to: number, fields: number, signed: number): Integer[] {
  const numbers: Integer[] = new Array<Integer>(fields + 1).fill(0);
  wire.open(from, to);
  while (wire.next()) {
    if (wire.type !== VARINT || wire.field > fields) continue;
    numbers[wire.field] = wire.field >= signed ? wire.signed() : wire.unsigned();
  }
  return numbers;
}

/** Reads the `ValueType` message in [from, to): indices of the texts for type and unit. */
export function readValueType(wire: WireReader, from: number, to: number): [Integer, Integer] {
  const [, type = 0, unit = 0] = numbersOf(wire, from, to, 2, 1);
  return [type, unit];
}

/** Reads the `Mapping` message in [from, to). */
export function readMapping(wire: WireReader, from: number, to: number): Integer[] {
  return numbersOf(wire, from, to, 10, 5);
}

/** Reads the `Function` message in [from, to). */
export function readFunction(wire: WireReader, from: number, to: number): Integer[] {
  return numbersOf(wire, from, to, 5, 2);
}

/** Reads the `Location` message in [from, to). */
export function readLocation(wire: WireReader, from: number, to: number): RawLocation {
  let id: Integer = 0;
  let mapping: Integer = 0;
  let address: Integer = 0;
  let folded = false;
  const lines: RawLine[] = [];
  wire.open(from, to);
  while (wire.next()) {
    if (wire.type === BYTES && wire.field === 4) {
      const { at, end } = wire;
      const [, fn = 0, line = 0, column = 0] = numbersOf(wire, wire.from, wire.to, 3, 2);
      lines.push({ function: fn, line, column });
      if (wire.fault === null) wire.open(at, end);
    } else if (wire.type === VARINT) {
      if (wire.field === 1) id = wire.unsigned();
      else if (wire.field === 2) mapping = wire.unsigned();
      else if (wire.field === 3) address = wire.unsigned();
      else if (wire.field === 5) folded = wire.low !== 0 || wire.high !== 0;
    }
  }
  return { id, mapping, address, lines, folded };
}

/** What the messages of a profile name: texts by index, the rest by id. `problem` is the first thing that is missing. */
export class Resolver {
  problem: string | null = null;

  constructor(private readonly strings: readonly string[]) {}

  text(index: Integer): string {
    const text = typeof index === "number" ? this.strings[index] : undefined;
    if (text === undefined) this.problem ??= `text ${index} is named, and there are ${this.strings.length}`;
    return text ?? "";
  }

  mappings(raw: readonly Integer[][]): Map<Integer, Mapping> {
    return this.byId("mapping", raw, (fields) => {
      const [, id = 0, start = 0, limit = 0, offset = 0, file = 0, buildId = 0] = fields;
      return {
        id,
        start,
        limit,
        offset,
        file: this.text(file),
        buildId: this.text(buildId),
        hasFunctions: fields[7] !== 0,
        hasFilenames: fields[8] !== 0,
        hasLineNumbers: fields[9] !== 0,
        hasInlineFrames: fields[10] !== 0,
      };
    });
  }

  functions(raw: readonly Integer[][]): Map<Integer, ProfileFunction> {
    return this.byId("function", raw, ([, id = 0, name = 0, systemName = 0, file = 0, startLine = 0]) => ({
      id,
      name: this.text(name),
      systemName: this.text(systemName),
      file: this.text(file),
      startLine,
    }));
  }

  /** The locations in the order of their indices, so that the stacks of samples lead to them. */
  locations(
    raw: readonly RawLocation[],
    ids: IdTable,
    mappings: ReadonlyMap<Integer, Mapping>,
    functions: ReadonlyMap<Integer, ProfileFunction>,
  ): Location[] {
    const named = ids.size;
    const found: Location[] = new Array<Location>(named);
    let count = 0;
    for (const location of raw) {
      const index = ids.index(location.id);
      if (location.id === 0) this.problem ??= "a location has no id";
      if (found[index] !== undefined) this.problem ??= `there are two locations ${location.id}`;
      else if (index < named) count++;
      found[index] = {
        id: location.id,
        mapping: mappings.get(location.mapping) ?? null,
        address: location.address,
        frames: location.lines.map((line) => this.frame(line, functions)),
        folded: location.folded,
      };
    }
    if (count < named) this.problem ??= `samples name ${named} locations, and ${count} of them are described`;
    return found;
  }

  private frame(raw: RawLine, functions: ReadonlyMap<Integer, ProfileFunction>): Frame {
    const fn = functions.get(raw.function) ?? null;
    if (fn === null && raw.function !== 0) this.problem ??= `a line names function ${raw.function}, which is missing`;
    return { function: fn, line: raw.line, column: raw.column };
  }

  private byId<T extends { readonly id: Integer }>(
    what: string,
    raw: readonly Integer[][],
    make: (fields: readonly Integer[]) => T,
  ): Map<Integer, T> {
    const found = new Map<Integer, T>();
    for (const fields of raw) {
      const entry = make(fields);
      if (entry.id === 0) this.problem ??= `a ${what} has no id`;
      if (found.has(entry.id)) this.problem ??= `there are two ${what}s ${entry.id}`;
      found.set(entry.id, entry);
    }
    return found;
  }
}
