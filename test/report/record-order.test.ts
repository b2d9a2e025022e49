import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DiagnosticRecord } from "../../src/records/record.js";
import { compareRecords, compareText } from "../../src/report/record-order.js";
import { escapeRecord } from "../helpers/escape.js";
import { recorded } from "../helpers/recorded.js";
import { readOutput } from "../helpers/records.js";

describe("the order of records", () => {
  test.each([
    ["package", { package: "a" }, { package: "b" }],
    ["package, none first", { package: null }, { package: "a" }],
    ["package by code unit, so that it is the same everywhere", { package: "Z" }, { package: "a" }],
    ["package, the shorter first", { package: "net" }, { package: "net/http" }],
    ["variant", { variant: null }, { variant: "a.test" }],
    ["file", { file: "a.go" }, { file: "b.go" }],
    ["line, as a number", { line: 9 }, { line: 10 }],
    ["column, as a number", { column: 9 }, { column: 10 }],
    ["column, none first", { column: null }, { column: 1 }],
    ["function", { function: "A" }, { function: "B" }],
    ["message", { message: "moved to heap: a" }, { message: "moved to heap: b" }],
  ])("is by %s", (_, first, second) => {
    expect(Math.sign(compareRecords(escapeRecord(first), escapeRecord(second)))).toBe(-1);
    expect(Math.sign(compareRecords(escapeRecord(second), escapeRecord(first)))).toBe(1);
    expect(compareRecords(escapeRecord(first), escapeRecord(first))).toBe(0);
  });

  test("puts each before the ones behind it in that list", () => {
    const early = { package: "a", variant: null, file: "z.go", line: 99, column: 99, function: "Z", message: "z" };
    const late = { package: "b", variant: "v", file: "a.go", line: 1, column: 1, function: "A", message: "a" };
    expect(compareRecords(escapeRecord(early), escapeRecord(late))).toBeLessThan(0);
    expect(compareRecords(escapeRecord({ ...early, package: "b" }), escapeRecord(late))).toBeLessThan(0);
    expect(
      compareRecords(escapeRecord({ ...late, file: "z.go" }), escapeRecord({ ...late, line: 99 })),
    ).toBeGreaterThan(0);
  });

  test("is a total one: any two records that differ in what is compared have one, and three agree", async () => {
    const { records } = await readOutput(recorded("go1.27", "strconv"));
    const record = fc.constantFrom(...records.slice(0, 400));
    const sign = (a: DiagnosticRecord, b: DiagnosticRecord) => Math.sign(compareRecords(a, b));
    fc.assert(
      fc.property(record, record, record, (a, b, c) => {
        expect(sign(a, a)).toBe(0);
        expect(sign(a, b) + sign(b, a)).toBe(0);
        if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });
});

test("texts are compared by code unit, not by the rules of a language", () => {
  expect(["ä", "z", "a", "Z", "10", "9"].sort(compareText)).toEqual(["10", "9", "Z", "a", "z", "ä"]);
  expect(compareText("x", "x")).toBe(0);
});
