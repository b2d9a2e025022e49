// Results cut off in the text of Go files: the lines stay, and what parameters bring there stays as well.
import { expect, test } from "vitest";
import { loadGoReader } from "../../../parsers/gosource/index.js";
import { rewritten } from "../../../src/try/rewrite.js";

const reader = await loadGoReader();

/** The second line of a file, and those behind it, when the results of the function there are hidden. */
function closed(code: string, name: string, flows: Readonly<Record<number, string>> = {}): string {
  const text = `package p\n${code}\n`;
  const closing = reader.read(text, (file) =>
    file.closeResults({ line: 2, column: 6 }, name, ({ column }) => {
      const result = flows[column];
      return result === undefined ? [] : [{ result, content: false }];
    }),
  );
  if (closing === null || "refused" in closing) return closing?.refused ?? "unread";
  const result = rewritten(text, closing.edits);
  expect(result.split("\n")).toHaveLength(text.split("\n").length);
  return result.slice("package p\n".length, -1).replaceAll("escapeReport", "");
}

test.each([
  ["one", "func f() *T { return &T{} }", "func f() (_0 *T) { return Hide[*T](&T{}) }"],
  [
    "several, without those that lead nowhere",
    "func f() (*T, int, error) { return &T{}, n, err }",
    "func f() (_0 *T, _1 int, _2 error) { return Hide[*T](&T{}), n, Hide[error](err) }",
  ],
  ["named", "func f() (a, b *T) { return x, nil }", "func f() (a, b *T) { return Hide[*T](x), nil }"],
  [
    "not those of literals in it",
    "func f() func() *T { return func() *T { return x } }",
    "func f() (_0 func() *T) { return Hide[func() *T](func() *T { return x }) }",
  ],
])("hides results: %s", (_, code, expected) => {
  expect(closed(code, "p.f")).toBe(expected);
});

test("leaves what parameters bring there", () => {
  expect(closed("func f(a, b *T) (*T, error) { return g(a), nil }", "p.f", { 8: "~r0", 11: "~r1" })).toBe(
    "func f(a, b *T) (_0 *T, _1 error) { if Never { _0 = Like(_0, a); _1 = Like(_1, b) }; return Hide[*T](g(a)), nil }",
  );
});

test.each([
  ["func f() (a *T) { a = x; return }", "p.f", "it returns by the names of its results"],
  ["func f() (*T, error) { return g() }", "p.f", "it returns the results of a call as they are"],
  ["func f() int { return 1 }", "p.f", "it returns nothing that can be hidden"],
  ["func f() *T { return x }", "p.other", "the function is not found at its place"],
  ["func f() *T", "p.f", "the function is not found at its place"],
])("says why it cannot: %s", (code, name, reason) => {
  expect(closed(code, name)).toBe(reason);
});
