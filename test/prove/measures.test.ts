import { describe, expect, test } from "vitest";
import { BenchmarkReader, type BenchmarkResult } from "../../parsers/benchmarks/index.js";
import { patternOf } from "../../src/go/benchmarks.js";
import { benchmarkSides, measuresOf } from "../../src/prove/measures.js";

function results(text: string): BenchmarkResult[] {
  const reader = new BenchmarkReader();
  return text.split("\n").flatMap((line) => {
    const read = reader.line(line.trim());
    return read.kind === "result" ? [read.result] : [];
  });
}

const BEFORE = `pkg: example.com/a
  BenchmarkX-8  100  50 ns/op  9 MB/s  64 B/op  2 allocs/op
  BenchmarkX-8  100  52 ns/op  8 MB/s  64 B/op  2 allocs/op
  BenchmarkGone-8  1  5 ns/op`;
const AFTER = `pkg: example.com/a
  BenchmarkX-8  100  20 ns/op  9 MB/s  0 B/op  0 allocs/op
  pkg: example.com/b
  BenchmarkX-8  100  20 ns/op`;

describe("benchmarks of both sides", () => {
  const rows = benchmarkSides(results(BEFORE), results(AFTER));

  test("are one by package and name; either side can lack one", () => {
    expect(rows.map(({ package: importPath, benchmark }) => `${importPath} ${benchmark}`)).toEqual([
      "example.com/a X-8",
      "example.com/a Gone-8",
      "example.com/b X-8",
    ]);
    expect(rows.map(({ before, after }) => [before.size > 0, after.size > 0])).toEqual([
      [true, true],
      [true, false],
      [false, true],
    ]);
  });

  test("have go's units first, then their own", () => {
    const [x] = rows.map(measuresOf);
    expect(x?.map(({ unit }) => unit)).toEqual(["ns/op", "B/op", "allocs/op", "MB/s"]);
    expect(x?.[0]).toMatchObject({ before: { median: 51, values: [50, 52] }, delta: 20 / 51 - 1, differs: false });
    expect(x?.[1]).toMatchObject({ delta: -1 });
  });

  test("that one side lacks have neither a difference nor a probability", () => {
    expect(measuresOf(rows[1] as (typeof rows)[number])).toMatchObject([
      { after: null, delta: null, p: null, differs: false },
    ]);
  });

  test("have no delta from nothing", () => {
    const [row] = benchmarkSides(results("BenchmarkX 1 0 B/op"), results("BenchmarkX 1 8 B/op"));
    expect(row && measuresOf(row)).toMatchObject([{ unit: "B/op", delta: null, p: 1 }]);
  });
});

test.each([
  ["Parse-8", "^BenchmarkParse(?:-8)?$"],
  ["Parse", "^BenchmarkParse$"],
  ["Parse/a+b/n=3-16", "^BenchmarkParse$/^a\\+b$/^n=3(?:-16)?$"],
  ["X/[1]-2", "^BenchmarkX$/^\\[1\\](?:-2)?$"],
])("the pattern of %s is for nothing else", (name, pattern) => {
  expect(patternOf(name)).toBe(pattern);
});
