import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairAlike } from "../../src/diff/align.js";
import { Item } from "../../src/diff/compared-escape.js";
import { NameReader } from "../../src/diff/stable-names.js";
import { escapeRecord } from "../helpers/escape.js";

const names = new NameReader();

function itemsAt(lines: readonly number[]): Item[] {
  return lines.map((line) => new Item(escapeRecord({ line }), names));
}

/** Pairs of lines; what is expected of a line is `shift` lines further down. */
function paired(before: readonly number[], after: readonly number[], shift = 0): [number, number][] {
  const pairs: [number, number][] = [];
  pairAlike(
    itemsAt(before),
    itemsAt(after),
    ({ record }) => (record.line ?? 0) + shift,
    (b, a) => pairs.push([b.record.line ?? 0, a.record.line ?? 0]),
  );
  return pairs;
}

describe("allocations that are alike", () => {
  test("are paired in their order, however far they moved", () => {
    expect(paired([1, 2, 3], [11, 12, 13])).toEqual([
      [1, 11],
      [2, 12],
      [3, 13],
    ]);
  });

  test("leave the one alone that is nobody's neighbour", () => {
    expect(paired([5, 6, 20], [5, 20])).toEqual([
      [5, 5],
      [20, 20],
    ]);
    expect(paired([5, 20], [5, 6, 20])).toEqual([
      [5, 5],
      [20, 20],
    ]);
  });

  test("are looked for where the code around them went", () => {
    expect(paired([5, 6], [16], 10)).toEqual([[6, 16]]);
    expect(paired([5, 6], [15], 10)).toEqual([[5, 15]]);
  });

  test("keep their order, and the smaller side is paired whole, at the least distance", () => {
    const lines = fc.uniqueArray(fc.nat(30), { maxLength: 6 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const pairs = paired(before, after);
        expect(pairs).toHaveLength(Math.min(before.length, after.length));
        const ascending = (values: readonly number[]) => values.every((v, i) => i === 0 || v > (values[i - 1] ?? v));
        expect(ascending(pairs.map(([b]) => b)) && ascending(pairs.map(([, a]) => a))).toBe(true);
        const distance = pairs.reduce((sum, [b, a]) => sum + Math.abs(b - a), 0);
        expect(distance).toBe(before.length === after.length ? distance : leastDistance(before, after));
      }),
    );
  });
});

/** By trying every choice. */
function leastDistance(a: readonly number[], b: readonly number[]): number {
  const [few, many] = a.length < b.length ? [a, b] : [b, a];
  const [first, ...rest] = few;
  if (first === undefined) return 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + few.length <= many.length; i++) {
    const chosen = Math.abs(first - (many[i] ?? 0));
    least = Math.min(least, chosen + (rest.length === 0 ? 0 : leastOf(rest, many.slice(i + 1))));
  }
  return least;
}

function leastOf(few: readonly number[], many: readonly number[]): number {
  return few.length > many.length ? Number.POSITIVE_INFINITY : leastDistance(few, many);
}
