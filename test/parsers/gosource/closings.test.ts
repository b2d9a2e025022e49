// Leaks cut off in the text of Go files: the lines stay, and what is written is what the compiler is to read.
import { expect, test } from "vitest";
import { loadGoReader } from "../../../parsers/gosource/index.js";
import { rewritten } from "../../../src/try/rewrite.js";

/** Where a word stands, from the `nth` on. */
function placeOf(text: string, word: string, nth = 1): { readonly line: number; readonly column: number } {
  let index = -1;
  for (let i = 0; i < nth; i++) index = text.indexOf(word, index + 1);
  expect(index).toBeGreaterThanOrEqual(0);
  const before = text.slice(0, index).split("\n");
  return { line: before.length, column: Buffer.byteLength(before.at(-1) ?? "") + 1 };
}

const reader = await loadGoReader();

interface Cut {
  readonly at: string;
  readonly nth?: number;
  readonly name: string;
  readonly results?: readonly { readonly result: string; readonly content: boolean }[];
}

function cut(text: string, { at, nth, name, results = [] }: Cut): string {
  const closing = reader.read(text, (file) => file.closeParameter(placeOf(text, at, nth), { name, results }));
  if (closing === null || "refused" in closing) return closing?.refused ?? "unread";
  const result = rewritten(text, closing.edits);
  expect(result.split("\n")).toHaveLength(text.split("\n").length);
  return result.slice(result.indexOf("\n") + 1);
}

interface Way {
  readonly at: string;
  readonly nth?: number;
  readonly reason?: string;
  readonly from?: readonly string[];
  readonly made?: string;
  readonly isAddress?: boolean;
  readonly type?: string;
}

function hide(text: string, { at, nth, reason = "assign", from = [], made, isAddress = false, type }: Way): string {
  const way = { reason, from, made: made === undefined ? null : placeOf(text, made), isAddress, type: type ?? null };
  const closing = reader.read(text, (file) => file.closeWay(placeOf(text, at, nth), way));
  if (closing === null || "refused" in closing) return closing?.refused ?? "unread";
  return rewritten(text, closing.edits).slice(text.indexOf("\n") + 1);
}

test.each([
  [
    "a parameter",
    "func F(a, b []byte) { kept = b }",
    { at: "b []", name: "b" },
    "func F(a, escapeReport_b []byte) { b := escapeReportHide(escapeReport_b); kept = b }",
  ],
  [
    "a receiver",
    "func (t *T) F() {\n\tkept = t\n}",
    { at: "t *T", name: "t" },
    "func (escapeReport_t *T) F() { t := escapeReportHide(escapeReport_t);\n\tkept = t\n}",
  ],
  [
    "a list of arguments",
    "func F(a ...any) { kept = a }",
    { at: "a ...", name: "a" },
    "func F(escapeReport_a ...any) { a := escapeReportHide(escapeReport_a); kept = a }",
  ],
  [
    "a parameter of a literal",
    "var f = func(p *T) { kept = p }",
    { at: "p *T", name: "p" },
    "var f = func(escapeReport_p *T) { p := escapeReportHide(escapeReport_p); kept = p }",
  ],
  [
    "a parameter behind letters of several bytes",
    "func Ä(ö, p *T) { kept = p }",
    { at: "p *T", name: "p" },
    "func Ä(ö, escapeReport_p *T) { p := escapeReportHide(escapeReport_p); kept = p }",
  ],
  [
    "one that goes to a result, too",
    "func F(p *T) *T { kept = p; return p }",
    { at: "p *T", name: "p", results: [{ result: "~r0", content: false }] },
    "func F(escapeReport_p *T) (escapeReport_0 *T) { p := escapeReportHide(escapeReport_p); if escapeReportNever { escapeReport_0 = escapeReportLike(escapeReport_0, escapeReport_p) }; kept = p; return p }",
  ],
  [
    "one whose content goes to the second result",
    "func F(p **T) (int, *T) { kept = *p; return 1, *p }",
    { at: "p **T", name: "p", results: [{ result: "~r1", content: true }] },
    "func F(escapeReport_p **T) (escapeReport_0 int, escapeReport_1 *T) { p := escapeReportHide(escapeReport_p); if escapeReportNever { escapeReport_1 = escapeReportLikeContent(escapeReport_1, escapeReport_p) }; kept = *p; return 1, *p }",
  ],
  [
    "one that goes to a result with a name",
    "func F(p *T) (_ int, r *T) { kept = p; return 1, p }",
    { at: "p *T", name: "p", results: [{ result: "r", content: false }] },
    "func F(escapeReport_p *T) (escapeReport_0 int, r *T) { p := escapeReportHide(escapeReport_p); if escapeReportNever { r = escapeReportLike(r, escapeReport_p) }; kept = p; return 1, p }",
  ],
] as const)("cuts off %s", (_, code, how, expected) => {
  expect(cut(`package p\n${code}`, how)).toBe(expected);
});

test.each([
  ["has no body", "func F(p *T)", { at: "p *T", name: "p" }, "the function has no body"],
  ["is another", "func F(p *T) { kept = p }", { at: "p *T", name: "q" }, "its place is no parameter's"],
  ["is a variable", "func F() { p := new(T); kept = p }", { at: "p :=", name: "p" }, "its place is no parameter's"],
  [
    "goes to a result that is not there",
    "func F(p *T) { kept = p }",
    { at: "p *T", name: "p", results: [{ result: "~r0", content: false }] },
    "its results cannot be named",
  ],
] as const)("does not cut off what %s", (_, code, how, expected) => {
  expect(cut(`package p\n${code}`, how)).toBe(expected);
});

test.each([
  ["an assignment", "func F() { kept = b }", { at: "= b" }, "func F() { kept = escapeReportHide(b) }"],
  [
    "one of several",
    "func F() { x, kept = 1, b }",
    { at: "= 1", from: ["b"] },
    "func F() { x, kept = 1, escapeReportHide(b) }",
  ],
  [
    "an argument",
    "func F() { keep(a, &b) }",
    { at: "(a", reason: "call parameter", made: "&b" },
    "func F() { keep(a, escapeReportHide(&b)) }",
  ],
  [
    "an argument that becomes an interface",
    "func F() { keep(a, 1, b) }",
    { at: "(a", reason: "call parameter", made: "b)", type: "any" },
    "func F() { keep(a, 1, escapeReportHide[any](b)) }",
  ],
  [
    "all arguments where it may be any",
    'func F() { keep(a, 1, "s", b) }',
    { at: "(a", reason: "call parameter" },
    'func F() { keep(escapeReportHide(a), 1, escapeReportHide("s"), escapeReportHide(b)) }',
  ],
  [
    "a receiver",
    "func F() { t.keep(a) }",
    { at: "(a", reason: "call parameter", from: ["t"] },
    "func F() { escapeReportHide(t).keep(a) }",
  ],
  [
    "the address of a receiver",
    "func F() { t.keep() }",
    { at: "()", nth: 2, reason: "call parameter", from: ["t"], isAddress: true },
    "func F() { escapeReportHide(&t).keep() }",
  ],
  [
    "a returned value",
    "func F() (int, *T) { return 1, p }",
    { at: "return", reason: "return" },
    "func F() (int, *T) { return 1, escapeReportHide(p) }",
  ],
  ["a sent value", "func F() { c <- p }", { at: "<-", reason: "send" }, "func F() { c <- escapeReportHide(p) }"],
  [
    "an element of a literal",
    "func F() { kept = &T{a: p, b: 2} }",
    { at: "{a", from: ["p"], reason: "struct literal element" },
    "func F() { kept = &T{a: escapeReportHide(p), b: 2} }",
  ],
  [
    "the closure that captures it",
    "func F() { go func() { if x { return n } }() }",
    { at: "n }", reason: "captured by a closure" },
    "func F() { go escapeReportHide(func() { if x { return n } })() }",
  ],
] as const)("hides %s", (_, code, how, expected) => {
  expect(hide(`package p\n${code}`, how)).toBe(expected);
});

test.each([
  ["a constant", "func F() { keep(nil, 1) }", { at: "(nil", reason: "call parameter" }],
  ["what stands in no statement", "type T struct{ a int }", { at: "a int" }],
] as const)("does not hide %s", (_, code, how) => {
  expect(hide(`package p\n${code}`, how)).toBe("the value does not stand there as an expression of its own");
});
