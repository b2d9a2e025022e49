import { describe, expect, test } from "vitest";
import { outsideDrafts } from "../../src/leaks/rules/memory.js";

const TIMES = [0, 1000, 2000, 3000];

function found(rss: readonly number[], ofRunTime: readonly number[]): string[] {
  const megabytes = (values: readonly number[]) => ({ values: values.map((value) => value * 1e6), times: TIMES });
  const outside = rss.map((value, i) => value - (ofRunTime[i] ?? 0));
  return outsideDrafts(megabytes(outside), megabytes(rss)).map(({ kind, certainty }) => `${kind} ${certainty}`);
}

describe("memory outside of Go", () => {
  test("grows where what is resident grows and the run time has no more", () => {
    expect(found([21, 29, 37, 45], [8, 8.4, 8.1, 8.2])).toEqual(["other-resource likely"]);
  });

  test("does not where only what the run time has goes down, as it does after much was allocated", () => {
    // sys - HeapReleased of a server that allocates much and keeps nothing, and its resident memory.
    expect(found([13.0, 13.6, 14.2, 14.8], [13.5, 12.6, 11.2, 9.8])).toEqual([]);
  });

  test("does not where the run time has what is resident", () => {
    expect(found([21, 29, 37, 45], [17, 25, 33, 41])).toEqual([]);
  });
});
