import type { Profile } from "../../parsers/profile/index.js";
import type { InlinedCallRecord, SiteRecord } from "../records/record.js";
import { detached } from "../records/serialize.js";
import { allocatingLines } from "./allocating-lines.js";
import { SiteIndex } from "./join.js";
import { LineTable } from "./lines.js";
import { measureOf } from "./measure.js";
import { Places } from "./places.js";

/** What was allocated at a record. */
export interface Weight {
  /** Or nanoseconds, as {@link Weights} says. */
  readonly bytes: number;
  readonly objects: number;
}

/** Profiles, added up by record. */
export interface Weights {
  readonly unit: "bytes" | "nanoseconds";
  /** Of all samples. */
  readonly total: Weight;
  /** Records at which anything was allocated, and what. */
  readonly records: ReadonlyMap<SiteRecord, Weight>;
  /** By what a record says, for copies of it. */
  of(record: SiteRecord): Weight | null;
}

/** Says of the records of a build, which come one by one, how much profiles make of them. */
export interface Weigher {
  /** Takes a record. `isProgram`: the package is a program, which profiles call `main`. */
  add(record: SiteRecord, isProgram: boolean): void;
  addInlinedCall(record: InlinedCallRecord, isProgram: boolean): void;
  /** Adds up, when all records have come. */
  weigh(): Weights;
}

/** By what profiles show that they allocate. */
export class RecordWeights implements Weigher {
  private readonly table = new LineTable();
  private readonly index: SiteIndex;
  /** Import paths of the packages that allocate; programs are `main`. */
  readonly packages: ReadonlySet<string>;

  /** `lazy`: whether records do not stay as they are, so that copies of those that matter are kept. */
  constructor(
    private readonly profiles: readonly Profile[],
    lazy: boolean,
  ) {
    const lines = allocatingLines(profiles, this.table);
    this.index = lazy ? new SiteIndex(lines, detached) : new SiteIndex(lines);
    this.packages = new Set([...lines].map((line) => line.package));
  }

  /** Takes a record. `isProgram`: the package is a program, which profiles call `main`. */
  add(record: SiteRecord, isProgram: boolean): void {
    this.index.add(record, isProgram);
  }

  /** Takes a call that was inlined, which tells decisions apart where machine code was not read. */
  addInlinedCall(record: InlinedCallRecord, isProgram: boolean): void {
    this.index.addInlinedCall(record, isProgram);
  }

  /** Adds the profiles up, when all records have come. */
  weigh(): Weights {
    const records = new Map<SiteRecord, { bytes: number; objects: number }>();
    const total = { bytes: 0, objects: 0 };
    for (const profile of this.profiles) {
      const { type, objects } = measureOf(profile, "alloc_space");
      const width = profile.sampleTypes.length;
      const places = new Places(profile, this.table, this.index);
      const { samples } = profile;
      for (let sample = 0; sample < samples.count; sample++) {
        const weight = {
          bytes: samples.values[sample * width + type] ?? 0,
          objects: samples.values[sample * width + objects] ?? 0,
        };
        add(total, weight);
        const at = places.indexOf(sample);
        const record = at === null ? undefined : places.all[at]?.site?.record;
        if (record === undefined) continue;
        const known = records.get(record);
        if (known === undefined) records.set(record, weight);
        else add(known, weight);
      }
    }
    const byKey = new Map<string, { bytes: number; objects: number }>();
    for (const [record, weight] of records) {
      const known = byKey.get(recordKey(record));
      if (known === undefined) byKey.set(recordKey(record), { ...weight });
      else add(known, weight);
    }
    return { unit: "bytes", total, records, of: (record) => byKey.get(recordKey(record)) ?? null };
  }
}

function add(sum: { bytes: number; objects: number }, { bytes, objects }: Weight): void {
  sum.bytes += bytes;
  sum.objects += objects;
}

function recordKey({ package: importPath, function: name, file, line, column, message, call }: SiteRecord): string {
  return JSON.stringify([importPath, name, file, line, column, message, call]);
}
