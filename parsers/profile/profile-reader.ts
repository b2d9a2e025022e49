import { IdTable } from "./ids.js";
import type { Integer, Profile, ProfileResult, ValueType } from "./profile.js";
import { MAX_FRAMES, MAX_SAMPLES, SampleColumns, samplesOf } from "./sample-columns.js";
import {
  MAX_ENTRIES,
  type RawLocation,
  Resolver,
  readFunction,
  readLocation,
  readMapping,
  readValueType,
} from "./tables.js";
import { BYTES, VARINT, WireReader } from "./wire.js";

type Failure = Exclude<ProfileResult, { readonly kind: "profile" } | { readonly kind: "foreign" | "empty" }>;

/**
 * Reads a profile piece by piece, whatever the pieces' boundaries. It holds one field of at most 16 MiB, and of what it
 * has read only numbers and the tables.
 */
export class ProfileReader {
  private readonly wire = new WireReader();
  private memory = Buffer.allocUnsafe(512 * 1024);
  /** How much of the memory is filled, and how many bytes came before it. */
  private filled = 0;
  private passed = 0;
  private failure: Failure | null = null;

  private readonly locationIds = new IdTable();
  private readonly columns = new SampleColumns(this.locationIds);
  private readonly sampleTypes: [Integer, Integer][] = [];
  private readonly mappings: Integer[][] = [];
  private readonly functions: Integer[][] = [];
  private readonly locations: RawLocation[] = [];
  private readonly strings: string[] = [];
  private readonly comments: Integer[] = [];
  private periodType: [Integer, Integer] | null = null;
  /** The profile's own numbers, by field. */
  private readonly numbers = new Map<number, Integer>();

  /** Whether anything of a profile has come yet: what fails before is something else. */
  get begun(): boolean {
    return this.sampleTypes.length > 0 || this.columns.count > 0;
  }

  /** Takes the next decompressed bytes; false when there is no use in more. Nothing of the chunk is kept. */
  write(chunk: Uint8Array): boolean {
    if (this.failure !== null) return false;
    this.reserve(this.filled + chunk.length);
    this.memory.set(chunk, this.filled);
    this.filled += chunk.length;
    this.readFields(false);
    return this.failure === null;
  }

  /** What came of all bytes. */
  end(): Failure | { readonly kind: "profile"; readonly profile: Profile } {
    this.readFields(true);
    return this.failure ?? this.resolve();
  }

  /** Reads the fields that are there as a whole. */
  private readFields(isEnd: boolean): void {
    const { wire, filled } = this;
    wire.use(this.memory);
    let at = 0;
    while (this.failure === null && at < filled) {
      wire.open(at, filled);
      if (!wire.next()) {
        if (wire.isCut && !isEnd) {
          wire.mend();
          break;
        }
        if (wire.isCut) this.failure = { kind: "truncated", offset: this.passed + filled };
      } else {
        const next = wire.at;
        this.take();
        at = next;
      }
      if (wire.fault !== null) this.failure ??= { kind: "damaged", offset: this.passed + at, problem: wire.fault };
    }
    this.memory.copyWithin(0, at, filled);
    this.filled = filled - at;
    this.passed += at;
  }

  /** Takes the field that has just been read. */
  private take(): void {
    const { wire } = this;
    const { field, type, from, to } = wire;
    if (type === VARINT) {
      if (field === 13) this.comments.push(wire.signed());
      else if (field === 9 && (this.numbers.get(9) ?? 0) !== 0) {
        wire.fail("it holds several profiles, one behind the other; join them with go tool pprof -proto A B > C");
      } else if (field >= 7 && field <= 15) this.numbers.set(field, wire.signed());
      return;
    }
    if (type !== BYTES) return;
    if (field === 1) {
      const sampleType = readValueType(wire, from, to);
      if (wire.fault === null) this.sampleTypes.push(sampleType);
    } else if (field === 2) {
      this.columns.read(wire, this.memory, from, to);
      if (this.columns.count > MAX_SAMPLES) this.tooLarge("samples", MAX_SAMPLES);
      if (this.columns.stacks.length > MAX_FRAMES) this.tooLarge("frames", MAX_FRAMES);
    } else if (field === 3) this.add("mappings", this.mappings, readMapping(wire, from, to));
    else if (field === 4) this.add("locations", this.locations, readLocation(wire, from, to));
    else if (field === 5) this.add("functions", this.functions, readFunction(wire, from, to));
    else if (field === 6) this.add("texts", this.strings, this.memory.toString("utf8", from, to));
    else if (field === 11) this.periodType = readValueType(wire, from, to);
    else if (field === 13) this.takeComments(from, to);
  }

  private takeComments(from: number, to: number): void {
    const { wire } = this;
    wire.open(from, to);
    while (wire.at < to && wire.fault === null) {
      wire.varint();
      this.comments.push(wire.signed());
    }
  }

  private add<T>(what: string, table: T[], entry: T): void {
    if (table.length >= MAX_ENTRIES) this.tooLarge(what, MAX_ENTRIES);
    else table.push(entry);
  }

  private tooLarge(what: string, limit: number): void {
    this.failure = { kind: "too-large", what, limit };
  }

  private reserve(bytes: number): void {
    if (bytes <= this.memory.length) return;
    const larger = Buffer.allocUnsafe(Math.max(bytes, 2 * this.memory.length));
    this.memory.copy(larger, 0, 0, this.filled);
    this.memory = larger;
  }

  /** Replaces all indices and ids by what they name. */
  private resolve(): Failure | { readonly kind: "profile"; readonly profile: Profile } {
    const { columns, strings } = this;
    const names = new Resolver(strings);
    const valueType = ([type, unit]: [Integer, Integer]): ValueType => ({
      type: names.text(type),
      unit: names.text(unit),
    });
    const number = (field: number) => this.numbers.get(field) ?? 0;
    const mappings = names.mappings(this.mappings);
    const functions = names.functions(this.functions);
    const locations = names.locations(this.locations, this.locationIds, mappings, functions);
    const profile: Profile = {
      sampleTypes: this.sampleTypes.map(valueType),
      defaultSampleType: names.text(number(14)),
      periodType: this.periodType === null ? null : valueType(this.periodType),
      period: number(12),
      timeNanos: number(9),
      durationNanos: number(10),
      comments: this.comments.map((index) => names.text(index)),
      documentation: names.text(number(15)),
      dropFrames: names.text(number(7)),
      keepFrames: names.text(number(8)),
      mappings: [...mappings.values()],
      functions: [...functions.values()],
      locations,
      samples: samplesOf(columns, strings),
    };
    const problem = names.problem ?? this.problem();
    if (problem !== null) return { kind: "damaged", offset: this.passed, problem };
    return { kind: "profile", profile };
  }

  /** What is wrong with the samples and the table of texts. */
  private problem(): string | null {
    const { columns, strings } = this;
    const types = this.sampleTypes.length;
    if ((strings[0] ?? "") !== "") return "the first text is not empty";
    if (columns.count > 0 && columns.width !== types) return `samples have ${columns.width} values for ${types} types`;
    for (const column of [columns.labelKeys, columns.labelTexts, columns.labelUnits]) {
      const beyond = column.values.find((index) => index > 0 && index >= strings.length);
      if (beyond !== undefined) return `text ${beyond} is named, and there are ${strings.length}`;
    }
    return null;
  }
}
