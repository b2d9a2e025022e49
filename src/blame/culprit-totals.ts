import type { Place } from "../callees/program.js";
import type { Culprit, Outermost } from "../records/blame.js";
import type { EscapeRecord } from "../records/record.js";
import { compareText } from "../report/record-order.js";
import type { Attribution } from "./attribution.js";
import { causeOf, remedyFor } from "./culprit-remedy.js";
import {
  addKind,
  type CostSum,
  callsOf,
  type EscapeKinds,
  isBefore,
  isPlaceBefore,
  noCost,
  type Seed,
} from "./escape-groups.js";

interface Row {
  readonly key: string;
  /** Of calls, with the package of the place. */
  culprit: Attribution["culprit"];
  /** Where it is declared, or the first place where an escape ends. */
  place: Place;
  readonly importPath: string | null;
  /** All packages, once there is more than that one. */
  packages: Set<string | null> | null;
  outermost: Outermost;
  readonly kinds: EscapeKinds;
  readonly cost: CostSum;
  /** Of the calls that the escapes go through, where they are counted. */
  readonly places: Set<string> | null;
  example: Seed["example"];
  escapes: number;
  bytes: number;
}

/** What a profile shows to be allocated at a record, in bytes. */
export type WeightOf = (record: EscapeRecord) => number;

/** Adds up the escapes of equal culprits. */
export class Tally {
  /** `weightOf`: null without a profile. */
  constructor(private readonly weightOf: WeightOf | null = null) {}

  private readonly rows = new Map<string, Row>();
  /** Escapes that have a culprit. */
  total = 0;

  get size(): number {
    return this.rows.size;
  }

  add(found: Attribution, seed: Seed): void {
    const { key, culprit, outermost } = found;
    const { count, example } = seed;
    const place = found.place ?? seed.place;
    this.total += count;
    let row = this.rows.get(key);
    if (row === undefined) {
      const { importPath } = seed;
      row = {
        key,
        culprit,
        place,
        importPath,
        packages: null,
        outermost,
        kinds: [],
        cost: noCost(),
        places: culprit.kind === "calls" ? new Set() : null,
        example,
        escapes: 0,
        bytes: 0,
      };
      this.rows.set(key, row);
    }
    row.escapes += count;
    if (this.weightOf !== null) for (const record of seed.records ?? []) row.bytes += this.weightOf(record);
    if (seed.importPath !== row.importPath) {
      row.packages ??= new Set([row.importPath]);
      row.packages.add(seed.importPath);
    }
    if (isBefore(example, row.example)) row.example = example;
    if (isPlaceBefore(place, row.place)) {
      row.place = place;
      if (culprit.kind === "calls") row.culprit = culprit;
    }
    for (const kind of seed.kinds) addKind(row.kinds, kind);
    // Seeds of one row that pass the same call are few: each makes one kind of value of it.
    if (row.places !== null) for (const call of callsOf(seed)) row.places.add(call);
    row.cost.sure += seed.cost.sure;
    row.cost.inLoops += seed.cost.inLoops;
    row.cost.size += seed.cost.size;
    row.cost.weight += seed.cost.weight;
    if (isClearer(outermost, row.outermost)) row.outermost = outermost;
  }

  /** Those first that most is allocated at: by the profile, else by what machine code shows of how often and how much. */
  culprits(top: number): Culprit[] {
    return [...this.rows.values()]
      .sort(
        (a, b) =>
          b.bytes - a.bytes || b.cost.weight - a.cost.weight || b.escapes - a.escapes || compareText(a.key, b.key),
      )
      .slice(0, top)
      .map((row) => ({ ...culpritOf(row), ...(this.weightOf === null ? {} : { bytes: row.bytes }) }));
  }
}

/** One culprit can be met in several ways: fields under several variables, a call by its receiver and by its arguments. */
function isClearer(a: Outermost, b: Outermost): boolean {
  if (a.kind !== b.kind) return a.kind === "interface-call" || (b.kind !== "interface-call" && a.kind < b.kind);
  return a.name < b.name;
}

function culpritOf({ culprit, place, packages, outermost, kinds, cost, places, example, escapes }: Row): Culprit {
  const { file, line, column } = place;
  const cause = causeOf(culprit.kind, outermost.kind, kinds);
  const remedy = remedyFor(cause, culprit.kind, outermost.kind, kinds);
  const { sure, inLoops, size } = cost;
  const calls = places?.size ?? null;
  const counts = { calls, escapes, packages: packages?.size ?? 1, sure, inLoops, size };
  return { ...culprit, file, line, column, ...counts, example, outermost, cause, remedy };
}
