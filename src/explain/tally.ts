import type { Culprit, Outermost } from "../records/blame.js";
import type { Allocation } from "../records/vocabulary.js";
import { compareText } from "../report/order.js";
import type { Attribution } from "./attribution.js";
import type { Place } from "./program.js";
import { causeOf, remedyFor } from "./remedy.js";
import { isBefore, isPlaceBefore, type Seed } from "./seed.js";

interface Row {
  readonly key: string;
  readonly culprit: Attribution["culprit"];
  /** Where it is declared, or the first place where an escape ends. */
  place: Place;
  readonly packages: Set<string>;
  outermost: Outermost;
  readonly allocations: Map<Allocation, number>;
  example: Seed["example"];
  escapes: number;
}

/** Adds up the escapes of equal culprits. */
export class Tally {
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
      const empty = { packages: new Set<string>(), allocations: new Map(), escapes: 0 };
      row = { key, culprit, place, outermost, example, ...empty };
      this.rows.set(key, row);
    }
    row.escapes += count;
    row.packages.add(seed.importPath ?? "");
    if (isBefore(example, row.example)) row.example = example;
    if (isPlaceBefore(place, row.place)) row.place = place;
    for (const [allocation, n] of seed.allocations) {
      row.allocations.set(allocation, (row.allocations.get(allocation) ?? 0) + n);
    }
    if (isClearer(outermost, row.outermost)) row.outermost = outermost;
  }

  /** The biggest, most escapes first. */
  culprits(top: number): Culprit[] {
    return [...this.rows.values()]
      .sort((a, b) => b.escapes - a.escapes || compareText(a.key, b.key))
      .slice(0, top)
      .map(culpritOf);
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
  return { ...culprit, file, line, column, escapes, packages: packages.size, example, outermost, cause, remedy };
}
