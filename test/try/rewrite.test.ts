import { expect, test } from "vitest";
import { movedColumn, originalPlace } from "../../src/try/columns.js";
import { helperFile, helperName, isOfHelper } from "../../src/try/helper-file.js";
import { balancing, ownText, rewritten, withOwnNames } from "../../src/try/rewrite.js";
import { wantedType } from "../../src/try/way.js";

const TEXT = "package p\nvar ü = f(a, b)\nvar c = 1\n";
const start = TEXT.indexOf("b)");
const EDITS = [
  { start, end: start, text: "hide(" },
  { start: start + 1, end: start + 1, text: ")" },
];

test("edits are put in, whatever their order is", () => {
  expect(rewritten(TEXT, EDITS)).toBe("package p\nvar ü = f(a, hide(b))\nvar c = 1\n");
  expect(rewritten(TEXT, [...EDITS].reverse())).toBe(rewritten(TEXT, EDITS));
});

test("columns are those of bytes, and move with what is put before them in their line", () => {
  expect(movedColumn(TEXT, EDITS, { line: 2, column: 12 })).toBe(12);
  expect(movedColumn(TEXT, EDITS, { line: 2, column: 15 })).toBe(20);
  expect(movedColumn(TEXT, EDITS, { line: 2, column: 16 })).toBe(22);
  expect(movedColumn(TEXT, EDITS, { line: 3, column: 5 })).toBe(5);
  for (const column of [1, 5, 12, 15, 16]) {
    const moved = movedColumn(TEXT, EDITS, { line: 2, column });
    expect(originalPlace(TEXT, EDITS, { line: 2, column: moved })).toEqual({ line: 2, column });
  }
});

test("the compiler prints no column above 255", () => {
  const long = `${" ".repeat(252)}b)`;
  const edits = [{ start: 0, end: 0, text: "123456" }];
  expect(movedColumn(long, edits, { line: 1, column: 253 })).toBe(255);
});

test("a change of the same size hides nothing", () => {
  const [edit] = balancing([{ start: 0, end: 0, text: " b := escapeReportHide(escapeReport_b);" }]);
  expect(edit?.text).toBe(" b := escapeReportKeep(escapeReport_b);");
});

test("names are those of the source", () => {
  const flow = { from: "escapeReport_b", to: "escapeReport_0", more: ["a escapeReport_12 b"] };
  expect(withOwnNames(flow)).toEqual({ from: "b", to: "~r0", more: ["a ~r12 b"] });
});

test.each([
  ["keep(escapeReportHide[any](f(b)), c)", "keep(f(b), c)"],
  ["escapeReportHide(a) + escapeReportHide(b)", "a + b"],
  ["escapeReportHide[go.shape.int](&.dict.escapeReportHide[int], n)", "n"],
  ["keep(b)", "keep(b)"],
  ["escapeReportHide(a", "a"],
])("%s is %s in the source", (printed, expected) => {
  expect(ownText(printed)).toBe(expected);
});

test("the helper is known by its file and its functions", () => {
  expect(helperFile("store")).toMatch(/^package store\n/);
  expect(helperName(() => false, "p")).toBe("zz_escape_report.go");
  expect(helperName((name) => name === "zz_escape_report.go", "p")).toBe("zz_escape_report1.go");
  expect(helperName(() => false, "p_test")).toBe("zz_escape_report_test.go");
  expect(isOfHelper({ file: "a/zz_escape_report1.go", function: "x" })).toBe(true);
  expect(isOfHelper({ file: "a/b.go", function: "escapeReportHide[go.shape.int]" })).toBe(true);
  expect(isOfHelper({ file: "a/b.go", function: "F" })).toBe(false);
});

test.each([
  [
    "cannot use escapeReportHide[any](err) (value of type any) as error value in return statement: need type assertion",
    "error",
  ],
  ["cannot use escapeReportHide[any](x) (value of type any) as fmt.Stringer value in argument to f", "fmt.Stringer"],
  ["undefined: x", null],
])("%s asks for %s", (failure, type) => {
  expect(wantedType(failure)).toBe(type);
});
