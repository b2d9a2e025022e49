import { describe, expect, test } from "vitest";
import { assertionsOf } from "../../src/gate/assertions.js";

/** The ranges of lines on which nothing may escape. */
async function ranges(source: string): Promise<[number, number][]> {
  return (await assertionsOf("a.go", source.split("\n"))).map(({ from, to }) => [from, to]);
}

describe("an assertion in the source", () => {
  test("at the end of a line is about that line", async () => {
    expect(await ranges("package p\n\nvar x = f() //escape:none\nvar y = g()\n")).toEqual([[3, 3]]);
  });

  test("above a function is about all of it", async () => {
    expect(await ranges("package p\n\n// F does.\n//\n//escape:none\nfunc F() {\n\tg()\n}\n\nfunc G() {}\n")).toEqual([
      [6, 8],
    ]);
  });

  test("above a function with parameters over several lines is about its body too", async () => {
    const source =
      "package p\n\n//escape:none\nfunc F(\n\ta int,\n\tb []struct{ c int },\n) (d int) {\n\tg()\n}\n\nfunc G() {}\n";
    expect(await ranges(source)).toEqual([[4, 9]]);
  });

  test("on a line of its own inside a function is about the statement below", async () => {
    const source =
      "package p\nfunc F() {\n\t//escape:none\n\tg()\n\t//escape:none\n\tfor i := range x {\n\t\tg(i)\n\t}\n\tg()\n}\n";
    expect(await ranges(source)).toEqual([
      [4, 4],
      [6, 8],
    ]);
  });

  test("can have an explanation behind it, and others between it and the code", async () => {
    expect(await ranges("package p\n//escape:none this runs for each byte\n//go:noinline\n\nfunc F() {\n}\n")).toEqual([
      [5, 6],
    ]);
  });

  test("can be one of gcassert, alone or among others", async () => {
    expect(await ranges("package p\nvar a = f() //gcassert:noescape\nvar b = f() //gcassert:bce,noescape\n")).toEqual([
      [2, 2],
      [3, 3],
    ]);
    expect(await ranges("package p\nvar a = f() //gcassert:inline\n")).toEqual([]);
  });

  test.each([
    ["a string", 'package p\nvar s = "//escape:none"\n'],
    ["a raw string over several lines", "package p\nvar s = `\n//escape:none\n`\nvar t = 1\n"],
    ["a block comment", "package p\n/*\n//escape:none\n*/\nvar t = 1\n"],
    ["a word that only starts like it", "package p\nvar t = 1 //escape:nonesuch\n"],
    ["prose, with a space after the slashes", "package p\nvar t = 1 // escape:none\n"],
    ["the end of a file without code behind it", "package p\n//escape:none\n"],
  ])("is not found in %s", async (_, source) => {
    expect(await ranges(source)).toEqual([]);
  });

  test("is not thrown off by brackets and quotes in strings, runes and comments", async () => {
    const source =
      "package p\n//escape:none\nfunc F() {\n\ts := \"{ \\\" `\" + `}\n{ \"`\n\tr := '{' + '\\'' // {\n\t/* { */\n}\nfunc G() {}\n";
    expect(await ranges(source)).toEqual([[3, 8]]);
  });
});
