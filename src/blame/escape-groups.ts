import { outermostFunction } from "../callees/function-names.js";
import type { Place } from "../callees/program.js";
import type { Allocation } from "../records/vocabulary.js";
import { compareText } from "../report/record-order.js";
import type { EndedEscape, OuterEnd } from "./outermost-allocation.js";

/** How many there are of each kind. Small, since there are many of these. */
export type AllocationCounts = { [K in Allocation]?: number };

/** One escape of many, to show. */
export interface Example extends Place {
  readonly package: string | null;
  readonly function: string | null;
  readonly expression: string;
}

/** Escapes of one package whose flows end alike. */
export interface Seed {
  readonly importPath: string | null;
  readonly outer: OuterEnd;
  /** Escapes by what is allocated. */
  readonly allocations: AllocationCounts;
  count: number;
  /** Those of them whose cause is `call-argument` and which are passed to the call themselves. */
  callArguments: number;
  /** The first of them. */
  example: Example;
  /** The first place where one of them ends. */
  place: Place;
}

/** Gathers escapes that end alike, so that memory grows with the number of places and not of escapes. */
export class Seeds {
  private readonly seeds: Seed[] = [];
  private ofPackage = new Map<string, Seed>();

  add(escape: EndedEscape, outer: OuterEnd): void {
    const key = keyOf(outer);
    const place = outer.closure ?? outer.end.step ?? NOWHERE;
    let seed = this.ofPackage.get(key);
    if (seed === undefined) {
      const { package: importPath } = escape;
      const example = exampleOf(escape);
      seed = { importPath, outer, allocations: {}, count: 0, callArguments: 0, example, place };
      this.ofPackage.set(key, seed);
      this.seeds.push(seed);
    }
    seed.count++;
    seed.allocations[escape.allocation] = (seed.allocations[escape.allocation] ?? 0) + 1;
    if (escape.cause === "call-argument" && escape.end.kind === "call") seed.callArguments++;
    if (isBefore(escape, seed.example)) seed.example = exampleOf(escape);
    if (isPlaceBefore(place, seed.place)) seed.place = place;
  }

  /** The package is over: what comes next is of another. */
  endPackage(): void {
    this.ofPackage = new Map();
  }

  values(): Iterable<Seed> {
    return this.seeds;
  }
}

const NOWHERE: Place = { file: null, line: null, column: null };

/** Whether an escape comes first, so that the example does not depend on the order of packages. */
export function isBefore(a: Example, b: Example): boolean {
  const order =
    compareText(a.package ?? "", b.package ?? "") || comparePlaces(a, b) || compareText(a.expression, b.expression);
  return order < 0;
}

export function isPlaceBefore(a: Place, b: Place): boolean {
  return comparePlaces(a, b) < 0;
}

/** Unknown places come last. */
function comparePlaces(a: Place, b: Place): number {
  if (a.file === null || b.file === null) return Number(a.file === null) - Number(b.file === null);
  return compareText(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

function exampleOf({ package: importPath, file, line, column, function: name, expression }: Example): Example {
  return { package: importPath, file, line, column, function: name, expression };
}

function keyOf({ end, closure, function: name }: OuterEnd): string {
  if (closure !== null) return `closure ${closure.file}:${closure.line}:${closure.column}`;
  if (end.kind === "call") return `call ${end.value} ${end.step.expression} ${name}`;
  // Each go statement is a place of its own; what is stored in one place is stored by several statements.
  const place = end.end === "go" ? `${end.step?.file}:${end.step?.line}:${end.step?.column}` : "";
  return `${end.end} ${end.name} ${outermostFunction(name ?? "")} ${place}`;
}
