import { describe, expect, test } from "vitest";
import { hasNamedResult, renamesImport } from "../../src/report/function-signature.js";

/** Asks about the declaration at the caret, which stands below the byte where the compiler says it begins. */
function ask(source: string, name: string): boolean | undefined {
  const lines = source.split("\n");
  const caret = lines.findIndex((line) => /^ *\^$/.test(line));
  const column = (lines[caret]?.indexOf("^") ?? 0) + 1;
  return hasNamedResult(lines.toSpliced(caret, 1), { file: "p.go", line: caret, column }, name);
}

const FUNCTION = "func named(v int) (p *int) {\n     ^\n\treturn\n}";
const METHOD = "func (s *store) get(key string) (value *int, err error) {\n     ^\n}";
const SHARED = "func pair() (a, b *int) {\n     ^\n}";
const CLOSURE = "\tget := func(k int) (found *int) {\n        ^\n\t}";

describe("a named result", () => {
  test.each([
    ["of a function", FUNCTION, "p"],
    ["of a method", METHOD, "value"],
    ["that is the last of several", METHOD, "err"],
    ["that shares its type with the next", SHARED, "a"],
    ["that shares its type with the one before", SHARED, "b"],
    ["of a closure", CLOSURE.replaceAll("\t", " "), "found"],
    ["of a generic function", "func of[T any, U int | string](v T) (p *T) {\n     ^", "p"],
    ["over several lines", "func f(\n     ^\n\ta int, // (q *int)\n\tb int,\n) (\n\tp *int,\n\terr error,\n) {", "err"],
    ["behind a parameter that is a function", "func f(g func(x int) (y int)) (p *int) {\n     ^", "p"],
    ["that is a function", "func f() (g func(x int) int, err error) {\n     ^", "g"],
    ["in another script", "func größe() (größter *int) {\n     ^", "größter"],
  ])("%s is seen", (_, source, name) => {
    expect(ask(source, name)).toBe(true);
  });

  test.each([
    ["a parameter", FUNCTION, "v"],
    ["a receiver", METHOD, "s"],
    ["a variable of the body", FUNCTION, "x"],
    ["a part of a name", FUNCTION.replace("p *int", "pp *int"), "p"],
    ["a result without a name", "func f() (*int, error) {\n     ^", "error"],
    ["a result that is no list", "func f() *int {\n     ^", "p"],
    ["a variable that the compiler made up", FUNCTION, "~r0"],
    ["a variable of an inlined function", FUNCTION, "fmt.p"],
  ])("is not %s", (_, source, name) => {
    expect(ask(source, name)).toBe(false);
  });

  // Not so yet: hasNamedResult has to look for the list of results right behind that of the parameters, and at whole entries.
  test.each([
    ["a variable called like the type of a result", "func f() (token, bool) {\n     ^", "token"],
    ["a parameter of a function that is returned", "func f() func(p *int) error {\n     ^", "p"],
    ["a parameter of a result that is a function", "func f() (g func(a int, p *int), err error) {\n     ^", "p"],
    ["what a comment says", "func f() /* (p *int) */ {\n     ^", "p"],
  ])("is not %s", (_, source, name) => {
    expect(ask(source, name)).toBe(false);
  });

  test("is not known where the source does not show a declaration", () => {
    expect(hasNamedResult(["package p"], { file: "p.go", line: 9, column: 1 }, "p")).toBeUndefined();
    expect(hasNamedResult([FUNCTION], { file: "p.go", line: null, column: null }, "p")).toBeUndefined();
    expect(hasNamedResult(["var x = 1"], { file: "p.go", line: 1, column: 1 }, "p")).toBeUndefined();
  });

  test("is found by the column in bytes", () => {
    const line = 'var größe = "ü"; func() (p *int) { return }()';
    const column = Buffer.from(line.slice(0, line.indexOf("func"))).length + 1;
    expect(hasNamedResult([line], { file: "p.go", line: 1, column }, "p")).toBe(true);
  });
});

test.each([
  ['\turlpkg "net/url"', true],
  ['import u "net/url"', true],
  ['\tyaml3 "gopkg.in/url.v3"', true],
  ['\t"net/url"', false],
  ['\turl "net/url"', false],
  ['\tother "net/http"', false],
  ['func F() {}\n\tu "net/url"', false],
])("%j imports url under another name: %s", (text, renamed) => {
  expect(renamesImport(["package p", "", ...text.split("\n")], "url")).toBe(renamed);
});
