import { describe, expect, test } from "vitest";
import { plainText, withoutNames } from "../../src/diff/release-wording.js";
import { isInitialization, NameReader, packageNameOf } from "../../src/diff/stable-names.js";

describe("text in one wording", () => {
  test.each([
    ["any for the empty interface", "map[string]interface {}{}", "map[string]any{}"],
    ["results of Go 1.19 and later ones alike", "~R0, ~b1 = &x, ~r12", "~r, ~r = &x, ~r"],
    ["variables of the compiler without their number", "s := .autotmp_17", "s := .autotmp"],
    ["shapes of Go 1.19", "Gen[go.shape.int_0,go.shape.string_1](x)", "Gen[go.shape.int,go.shape.string](x)"],
    ["closures without their number", "main.func1.2(x)", "main.func#.#(x)"],
    ["closures of package-level variables", "glob..func1", "init.func#"],
    ["variables of range-over-func", "#next1 = #state12", "#next = #state"],
    ["an index that only looks like a shape", "table[row_1]", "table[row_1]"],
    ["a parameter without a name", "~p0", "~p0"],
  ])("has %s", (_, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });
});

describe("text without names", () => {
  const same = (a: readonly string[], b: readonly string[]) => withoutNames(a).join() === withoutNames(b).join();

  test("is equal after variables were renamed", () => {
    expect(same(["x", "&x (address-of)", "p := &x (assign)"], ["y", "&y (address-of)", "q := &y (assign)"])).toBe(true);
  });

  test("is not equal when two variables have become one", () => {
    expect(same(["x", "y := x"], ["x", "x := x"])).toBe(false);
  });

  test("keeps fields, methods and constants", () => {
    expect(same(["d.Value"], ["x.Value"])).toBe(true);
    expect(same(["d.Value"], ["d.Other"])).toBe(false);
    expect(same(['f("a b")'], ['f("c d")'])).toBe(false);
  });
});

describe("a function's name", () => {
  const names = new NameReader();

  test.each([
    ["F", { instance: "F", plain: "F", outer: "F", outerInstance: "F" }],
    ["(*T).m.func1.2", { instance: "(*T).m.func#.#", outer: "(*T).m" }],
    ["Gen[go.shape.int].func3", { instance: "Gen[go.shape.int].func#", plain: "Gen.func#", outer: "Gen" }],
    ["F.gowrap2", { plain: "F.gowrap#", outer: "F" }],
    ["F-range1", { plain: "F-range#", outer: "F" }],
    ["init.1", { plain: "init.#", outer: "init.#" }],
    ["glob..func1", { plain: "init.func#", outer: "init" }],
    [null, { plain: "", outer: "" }],
  ])("%s stays when code is added", (name, wanted) => {
    expect(names.read(name)).toMatchObject(wanted);
  });

  test("says whether code stands outside of functions", () => {
    expect(["", "init", "init.#", "init.func#"].map(isInitialization)).toEqual([true, true, true, true]);
    expect(isInitialization("initialize")).toBe(false);
  });

  test.each([
    ["net/http", "http"],
    ["example.com/mod/v2", "mod"],
    ["gopkg.in/yaml.v3", "yaml"],
    ["v2", "v2"],
  ])("of the package %s is %s", (path, name) => {
    expect(packageNameOf(path)).toBe(name);
  });
});
