// Which sites of two profiles differ, and which only seem to.
import { describe, expect, test } from "vitest";
import { type SiteSum, siteSums } from "../../src/prove/site-amounts.js";
import { siteChanges } from "../../src/prove/site-changes.js";
import type { ProfileReport, ProfileRow } from "../../src/records/profile.js";

const EXACT = { exact: true, operations: 1 };

/** A site of a function that allocates so many bytes at each line. */
function site(
  name: string,
  lines: Readonly<Record<number, number>>,
  samples = Number.POSITIVE_INFINITY,
  allocs = 1,
): SiteSum {
  return {
    identity: {
      function: `p.${name}`,
      origin: "site",
      cause: "returned",
      expression: "&T{...}",
      type: null,
      allocates: "yes",
      why: "",
    },
    places: Object.entries(lines).map(([line, bytes]) => ({
      file: "p.go",
      line: Number(line),
      function: `p.${name}`,
      bytes,
      allocs,
      inYourCode: null,
      samples,
    })),
  };
}

/** `went f 64`, `changed f:3 64 → 32`. */
function told(before: readonly SiteSum[], after: readonly SiteSum[]): string[] {
  return siteChanges(before, after, EXACT).changes.map(
    ({ change, function: name, before: a, after: b }) =>
      `${change} ${name.slice(2)}${b === null ? "" : `:${b.line}`} ${[a?.bytes, b?.bytes].filter((x) => x !== undefined).join(" → ")}`,
  );
}

describe("sites of both sides", () => {
  test("went, came or changed, the largest difference first", () => {
    const before = [site("gone", { 1: 64 }), site("less", { 2: 1000 }), site("same", { 3: 500 })];
    const after = [site("less", { 9: 100 }), site("same", { 4: 500 }), site("new", { 5: 32 })];
    expect(told(before, after)).toEqual(["changed less:9 1000 → 100", "went gone 64", "came new:5 32"]);
    expect(siteChanges(before, after, EXACT)).toMatchObject({ same: 1, before: 1564, after: 632 });
  });

  test("that are alike and as many are paired by line", () => {
    expect(told([site("f", { 1: 100, 5: 200 })], [site("f", { 3: 100, 8: 50 })])).toEqual(["changed f:8 200 → 50"]);
  });

  test("that are alike and not as many cannot be told apart: they are added up", () => {
    const [change] = siteChanges([site("f", { 1: 100, 5: 200 })], [site("f", { 3: 200 })], EXACT).changes;
    expect(change).toMatchObject({
      change: "changed",
      before: { bytes: 300, places: 2, line: 5 },
      after: { bytes: 200 },
    });
  });

  test("do not differ by what a map or the benchmark's beginning makes of it", () => {
    expect(told([site("f", { 1: 1000 })], [site("f", { 1: 1010 })])).toEqual([]);
    expect(
      told([site("f", { 1: 1 }, undefined, 0.01), site("large", { 2: 10_000 })], [site("large", { 2: 10_000 })]),
    ).toEqual([]);
  });

  test("differ where the same bytes take fewer allocations", () => {
    const [before, after] = [[site("f", { 1: 1000 }, undefined, 10)], [site("f", { 1: 1000 }, undefined, 2)]];
    expect(told(before, after)).toEqual(["changed f:1 1000 → 1000"]);
  });

  test("do not differ by what few samples make of it", () => {
    expect(told([site("f", { 1: 1000 }, 10)], [site("f", { 1: 1800 }, 18)])).toEqual([]);
    expect(told([site("f", { 1: 1000 }, 1000)], [site("f", { 1: 1800 }, 1800)])).toHaveLength(1);
  });
});

describe("a profile, added up by site", () => {
  const at = { file: "p.go", line: 7, function: "p.f" };
  const own = {
    ...at,
    column: 2,
    kind: "escape",
    expression: "x",
    allocation: "variable",
    cause: "returned",
    allocates: "yes",
    reason: null,
    type: "int",
    loop: false,
    bytes: null,
    candidates: 1,
    why: "",
    step: null,
    remedy: "",
  } as const;
  const row = (values: Partial<ProfileRow>): ProfileRow => ({
    ...at,
    flat: 0,
    cum: 0,
    objects: 0,
    share: 0,
    origin: "site",
    cause: null,
    allocates: null,
    type: null,
    inYourCode: null,
    callers: 1,
    perOperation: null,
    sites: [],
    ...values,
  });
  const profile = (rows: ProfileRow[], period = 1) => ({ rows, period }) as ProfileReport;

  test("has each once, whatever lines of it a library's code is at, in bytes of one operation", () => {
    const caller = { file: "own.go", line: 1, function: "main.main", flat: 100 };
    const sums = siteSums(
      profile([
        row({ line: 1, flat: 600, objects: 6, inYourCode: caller, sites: [{ ...own, flat: 600, objects: 6 }] }),
        row({ line: 2, flat: 300, objects: 3, sites: [{ ...own, flat: 300, objects: 3 }] }),
      ]),
      3,
    );
    expect(sums).toHaveLength(1);
    expect(sums[0]?.places).toMatchObject([{ line: 7, bytes: 300, allocs: 3, inYourCode: { file: "own.go" } }]);
  });

  test("keeps what has no site, but for the test's own machinery and the run time's own", () => {
    const sums = siteSums(
      profile([
        row({ flat: 64, objects: 1, origin: "run-time", function: "runtime.malg" }),
        row({ flat: 64, objects: 1, origin: "run-time", function: "runtime.allocm", callers: 0 }),
        row({ flat: 64, objects: 1, origin: "testing", function: "testing.(*B).run1" }),
      ]),
      1,
    );
    expect(sums.map(({ identity }) => [identity.function, identity.origin])).toEqual([["runtime.malg", "run-time"]]);
  });

  test("knows how many samples stand behind a sum", () => {
    const one = (flat: number, objects: number) =>
      siteSums(profile([row({ flat, objects, sites: [{ ...own, flat, objects }] })], 4096), 1)[0]?.places[0]?.samples;
    expect(one(8192 * 100, 100)).toBeCloseTo(100 * (1 - Math.exp(-2)));
    expect(one(16 * 1000, 1000)).toBeCloseTo(1000 * (1 - Math.exp(-16 / 4096)));
  });
});
