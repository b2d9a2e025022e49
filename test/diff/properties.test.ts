import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { diffReports, isEmptyDiff, type ReportRecords } from "../../src/diff/index.js";
import type { DiagnosticRecord, SiteRecord } from "../../src/records/record.js";
import { recordSet } from "../helpers/record-sets.js";
import { type Build, type Release, recorded } from "../helpers/recorded.js";
import { readOutput } from "../helpers/records.js";

const SOURCES: readonly [Release, Build][] = [
  ["go1.26", "tour"],
  ["go1.24", "strconv"],
  ["go1.27", "net_http"],
];
let all: DiagnosticRecord[] = [];
let whole: ReportRecords;

beforeAll(async () => {
  const reads = await Promise.all(SOURCES.map(([release, build]) => readOutput(recorded(release, build))));
  // Of net/http some files: it has as many records as thirty packages.
  all = reads.flatMap(({ records }) => records).filter(({ file }) => !/^net\/http\/[h-z]/.test(file ?? ""));
  whole = recordSet(all);
});

/** Lines put in before a line, in every file. */
const insertions = fc.array(fc.tuple(fc.nat(3000), fc.integer({ min: 1, max: 40 })), { maxLength: 12 });

/** The records as they are after lines have been put in: of every position, in whatever depth. */
function withLines<T>(value: T, lines: readonly (readonly [number, number])[]): T {
  const text = JSON.stringify(value, (key, inner: unknown) => {
    if (key !== "line" || typeof inner !== "number") return inner;
    return inner + lines.reduce((sum, [at, count]) => sum + (at <= inner ? count : 0), 0);
  });
  const moved: T = JSON.parse(text);
  return moved;
}

/** An order of all records that keeps nothing together, packages least of all. */
function shuffled<T>(values: readonly T[], seed: number): T[] {
  const keys = values.map((value, i) => ({ value, key: Math.sin(seed + i) }));
  return keys.sort((a, b) => a.key - b.key).map(({ value }) => value);
}

/** `F.func1` as `F.func4`: three closures are new before it. */
function withClosures<T>(value: T, count: number): T {
  const text = JSON.stringify(value).replace(/\.func(\d+)/g, (_, n: string) => `.func${Number(n) + count}`);
  const renumbered: T = JSON.parse(text);
  return renumbered;
}

describe("whatever the sources", { timeout: 60_000 }, () => {
  test("lines put in, closures renumbered and packages in another order are no difference", () => {
    fc.assert(
      fc.property(insertions, fc.nat(5), fc.integer(), (lines, closures, seed) => {
        const edited = shuffled(withClosures(withLines(all, lines), closures), seed);
        const diff = diffReports(whole, recordSet(edited), { all: true });
        expect(isEmptyDiff(diff)).toBe(true);
        expect(diff.unchanged).toBe(whole.escapes.length);
      }),
      { numRuns: 15 },
    );
  });

  test("what is left out is removed, and nothing else differs", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(whole.escapes.length - 1), { maxLength: 30 }), fc.nat(30), (indices, shift) => {
        const left = new Set(indices);
        const rest = whole.escapes.filter((_, i) => !left.has(i));
        const after = withLines({ ...whole, escapes: rest }, [[0, shift]]);
        const diff = diffReports(whole, after, { all: true });
        expect([diff.added, diff.moved, diff.changed]).toEqual([[], [], []]);
        const wanted = [...left].map((i) => placeOf(whole.escapes[i]));
        expect(diff.removed.map(placeOf).sort()).toEqual(wanted.sort());
      }),
      { numRuns: 15 },
    );
  });

  test("a diff read backwards has removed for added", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(whole.escapes.length - 1), { maxLength: 30 }), insertions, (indices, lines) => {
        const left = new Set(indices);
        const after = withLines({ ...whole, escapes: whole.escapes.filter((_, i) => !left.has(i)) }, lines);
        const there = diffReports(whole, after, { all: true });
        const back = diffReports(after, whole, { all: true });
        // Of places that are alike, another one can be left over.
        const messages = (records: readonly SiteRecord[]) => records.map(({ message }) => message).sort();
        expect(messages(back.added)).toEqual(messages(there.removed));
        expect(back.removed).toEqual([]);
        expect(back.unchanged).toBe(there.unchanged);
      }),
      { numRuns: 10 },
    );
  });
});

function placeOf(record: SiteRecord | undefined): string {
  return `${record?.package} ${record?.file}:${record?.line}:${record?.column} ${record?.message}`;
}
