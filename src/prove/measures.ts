import type { BenchmarkResult } from "../../parsers/benchmarks/index.js";
import type { Measure, Measured } from "../records/prove.js";
import { mannWhitney } from "./mann-whitney.js";
import { medianOf } from "./median.js";

/** Up to this, a difference is not put down to chance. */
const ALPHA = 0.05;

/** A benchmark, and the values of each run by unit; either side can lack it. */
export interface BenchmarkSides {
  readonly benchmark: string;
  readonly package: string | null;
  readonly before: ReadonlyMap<string, readonly number[]>;
  readonly after: ReadonlyMap<string, readonly number[]>;
}

/** What is measured for each operation comes first, in go's order; then what benchmarks report themselves. */
const UNITS = ["ns/op", "B/op", "allocs/op"];

/** Puts the runs of each benchmark together, in the order of the first ones. */
export function benchmarkSides(
  before: readonly BenchmarkResult[],
  after: readonly BenchmarkResult[],
): BenchmarkSides[] {
  const rows = new Map<string, BenchmarkSides & Record<"before" | "after", Map<string, number[]>>>();
  for (const [side, results] of [["before", before] as const, ["after", after] as const]) {
    for (const { name, package: importPath, values } of results) {
      const key = `${importPath} ${name}`;
      const row = rows.get(key) ?? { benchmark: name, package: importPath, before: new Map(), after: new Map() };
      rows.set(key, row);
      for (const [unit, value] of values) {
        const known = row[side].get(unit);
        if (known === undefined) row[side].set(unit, [value]);
        else known.push(value);
      }
    }
  }
  return [...rows.values()];
}

/** The units of a benchmark on both sides. */
export function measuresOf({ before, after }: BenchmarkSides): Measure[] {
  const units = [...new Set([...before.keys(), ...after.keys()])];
  const place = (unit: string) => (UNITS.indexOf(unit) + UNITS.length + 1) % (UNITS.length + 1);
  return units.sort((a, b) => place(a) - place(b)).map((unit) => measure(unit, before.get(unit), after.get(unit)));
}

function measure(unit: string, a: readonly number[] = [], b: readonly number[] = []): Measure {
  const [before, after] = [measured(a), measured(b)];
  if (before === null || after === null) return { unit, before, after, delta: null, p: null, differs: false };
  const p = mannWhitney(a, b);
  const delta = before.median === 0 ? (after.median === 0 ? 0 : null) : after.median / before.median - 1;
  return { unit, before, after, delta, p, differs: p <= ALPHA };
}

function measured(values: readonly number[]): Measured | null {
  return values.length === 0 ? null : { ...medianOf(values), values: [...values] };
}
