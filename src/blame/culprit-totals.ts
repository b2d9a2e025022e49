import type { Place } from "../callees/program.js";
import type { Culprit, Outermost } from "../records/blame.js";
import type { EscapeRecord } from "../records/record.js";
import type { Allocation } from "../records/vocabulary.js";
import { compareText } from "../report/record-order.js";
import type { Attribution } from "./attribution.js";
import { causeOf, remedyFor } from "./culprit-remedy.js";
import { type AllocationCounts, isBefore, isPlaceBefore, type Seed } from "./escape-groups.js";

interface Row {
  readonly key: string;
  readonly culprit: Attribution["culprit"];
  /** Where it is declared, or the first place where an escape ends. */
  place: Place;
  readonly importPath: string | null;
  /** All packages, once there is more than that one. */
  packages: Set<string | null> | null;
  outermost: Outermost;
  readonly allocations: AllocationCounts;
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
        allocations: {},
        example,
        escapes: 0,
        bytes: 0,
      };
      this.rows.set(key, row);
    }
    row.escapes += count;
    if (this.weightOf !== null) for (const record of seed.records) row.bytes += this.weightOf(record);
    if (seed.importPath !== row.importPath) {
      row.packages ??= new Set([row.importPath]);
      row.packages.add(seed.importPath);
    }
    if (isBefore(example, row.example)) row.example = example;
    if (isPlaceBefore(place, row.place)) row.place = place;
    addCounts(row.allocations, seed.allocations);
    if (isClearer(outermost, row.outermost)) row.outermost = outermost;
  }

  /** The biggest, most bytes or else most escapes first. */
  culprits(top: number): Culprit[] {
    return [...this.rows.values()]
      .sort((a, b) => b.bytes - a.bytes || b.escapes - a.escapes || compareText(a.key, b.key))
      .slice(0, top)
      .map((row) => ({ ...culpritOf(row), ...(this.weightOf === null ? {} : { bytes: row.bytes }) }));
  }
}

function addCounts(sum: AllocationCounts, counts: AllocationCounts): void {
  // Of most seeds there is one kind, so that going through all of them would take most of the time.
  for (const name in counts) {
    const allocation = name as Allocation;
    sum[allocation] = (sum[allocation] ?? 0) + (counts[allocation] ?? 0);
  }
}

/** One culprit can be met in several ways: fields under several variables, a call by its receiver and by its arguments. */
function isClearer(a: Outermost, b: Outermost): boolean {
  if (a.kind !== b.kind) return a.kind === "interface-call" || (b.kind !== "interface-call" && a.kind < b.kind);
  return a.name < b.name;
}

function culpritOf({ culprit, place, packages, outermost, allocations, example, escapes }: Row): Culprit {
  const { file, line, column } = place;
  const cause = causeOf(culprit.kind, outermost.kind, allocations);
  const remedy = remedyFor(cause, allocations);
  return { ...culprit, file, line, column, escapes, packages: packages?.size ?? 1, example, outermost, cause, remedy };
}
