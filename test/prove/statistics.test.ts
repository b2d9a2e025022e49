// Medians, their intervals and p against the figures of golang.org/x/perf/benchmath, which benchstat prints.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mannWhitney } from "../../src/prove/mann-whitney.js";
import { medianOf } from "../../src/prove/median.js";

/** Samples, and what benchmath says of both (P) and of A. */
interface Figures {
  readonly A: readonly number[];
  readonly B: readonly number[];
  readonly P: number;
  readonly Median: number;
  readonly Least: number | null;
  readonly Most: number | null;
}

const FIGURES: readonly Figures[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "fixtures", "benchmath.json"), "utf8"),
);

describe("the figures of benchstat", () => {
  test("are at hand: with and without ties, small and large, of one size and of two", () => {
    expect(FIGURES.length).toBeGreaterThan(60);
    expect(FIGURES.some(({ A, B }) => A.length !== B.length)).toBe(true);
    expect(FIGURES.some(({ P }) => P < 0.001)).toBe(true);
  });

  test.each(FIGURES.map((each, i) => [i, each.A.length, each.B.length, each] as const))(
    "%i: p of %i and %i runs",
    (_, _m, _n, { A, B, P }) => {
      expect(Math.abs(mannWhitney(A, B) - P)).toBeLessThan(1e-9);
      expect(mannWhitney(B, A)).toBeCloseTo(P, 9);
    },
  );

  test.each(FIGURES.map((each, i) => [i, each.A.length, each] as const))(
    "%i: the median of %i runs and its interval",
    (_, _n, { A, Median, Least, Most }) => {
      const { median, interval } = medianOf(A);
      expect(median).toBeCloseTo(Median, 9);
      if (A.length <= 30) {
        expect(interval).toEqual(Least === null || Most === null ? null : { least: Least, most: Most });
      } else expect(interval?.least).toBeLessThanOrEqual(Median);
    },
  );
});

describe("the exact test", () => {
  /** By trying every way to choose the first sample. */
  function byHand(a: readonly number[], b: readonly number[]): number {
    const all = [...a, ...b];
    const wins = (first: readonly number[], second: readonly number[]) =>
      first.reduce((sum, x) => sum + second.reduce((s, y) => s + (x > y ? 2 : x === y ? 1 : 0), 0), 0);
    const u = wins(a, b);
    let [below, above, ways] = [0, 0, 0];
    for (let set = 0; set < 1 << all.length; set++) {
      const first = all.filter((_, i) => (set >> i) & 1);
      if (first.length !== a.length) continue;
      const value = wins(
        first,
        all.filter((_, i) => !((set >> i) & 1)),
      );
      ways++;
      if (value <= u) below++;
      if (value >= u) above++;
    }
    return Math.min(1, (2 * Math.min(below, above)) / ways);
  }

  test.each([
    [
      [1, 2, 3],
      [4, 5, 6, 7],
    ],
    [
      [1, 1, 2],
      [1, 3, 3, 3, 3],
    ],
    [[5], [5, 5, 5, 6, 7]],
    [
      [2, 2, 9, 9],
      [2, 9, 10],
    ],
    [
      [0, 0, 0, 0],
      [0, 0, 0, 1],
    ],
  ])("of %j and %j, ties of unequal samples too", (a, b) => {
    expect(mannWhitney(a, b)).toBeCloseTo(byHand(a, b), 12);
  });

  test("tells nothing of values that are all equal", () => {
    expect(mannWhitney([7, 7, 7], [7, 7])).toBe(1);
  });

  test("is quick for the largest samples it counts", () => {
    const a = Array.from({ length: 50 }, (_, i) => i * 2);
    const started = performance.now();
    expect(
      mannWhitney(
        a,
        a.map((x) => x + 31),
      ),
    ).toBeLessThan(0.05);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
