import { describe, expect, test } from "vitest";
import {
  inSourceWords,
  instanceName,
  isInstance,
  shortType,
  typeArgumentsOf,
  withoutShapes,
} from "../../src/causes/shapes.js";

describe("a text with shapes", () => {
  test.each([
    ["make([]go.shape.float64, 0, len(s.m))", "make([]T, 0, len(s.m))"],
    ["&Set[go.shape.int]{...}", "&Set{...}"],
    ["map[go.shape.string]bool{}", "map[T]bool{}"],
    ["go.shape.[]string{}", "T{}"],
    ["[]*go.shape.struct { example.org/gen.a int; example.org/gen.b []int }{}", "[]*T{}"],
    ["new(go.shape.func(int, string) (bool, error))", "new(T)"],
    ["make(chan go.shape.map[string][]int, 1)", "make(chan T, 1)"],
    ["x[len(go.shape.int)]", "x[len(T)]"],
    ["&sync.entry[go.shape.interface {},go.shape.interface {}]{...}", "&sync.entry{...}"],
    ["x[i] escapes to heap", "x[i] escapes to heap"],
  ])("%s is the same in all instances: %s", (text, same) => {
    expect(withoutShapes(text)).toBe(same);
  });

  test.each([
    ["map[go.shape.int]bool{}", undefined, "map[~int]bool{}"],
    ["[]go.shape.*uint8{}", undefined, "[]*…{}"],
    ["&Set[go.shape.int]{...}", null, "&Set[…]{...}"],
    ["&Set[go.shape.int]{...}", { shape: "go.shape.int", types: "example.org/p.Num" }, "&Set[p.Num]{...}"],
    [
      "&Pair[go.shape.int,go.shape.string]{...}",
      { shape: "go.shape.int,go.shape.string", types: "int,example.org/p.Name" },
      "&Pair[int,p.Name]{...}",
    ],
  ] as const)("%s with %o is %s in words of Go", (text, known, words) => {
    expect(inSourceWords(text, known)).toBe(words);
  });
});

describe("the name of an instance", () => {
  test("has type arguments", () => {
    expect(
      ["(*Set[int]).Add", "Map[go.shape.int,string].func1", "F", "(*struct { a [4]int }).M", null].map(isInstance),
    ).toEqual([true, true, false, false, false]);
    expect(typeArgumentsOf("(*Map[go.shape.[]string,int]).Get.func1")).toBe("go.shape.[]string,int");
  });

  test.each([
    ["example.org/gen.(*Set[go.shape.int]).Add", "(*Set[go.shape.int]).Add"],
    ["gopkg.in/yaml%2ev3.Map[example.org/p.T]", "Map[example.org/p.T]"],
    ["internal/sync.(*HashTrieMap[interface {},interface {}]).Load", "(*HashTrieMap[interface {},interface {}]).Load"],
    ["Keep[example.org/p.T]", "Keep[example.org/p.T]"],
  ])("%s is %s in the compiler's text", (symbol, name) => {
    expect(instanceName(symbol)).toBe(name);
  });
});

test.each([
  ["*example.org/set.T", "*set.T"],
  ["*github.com/alitto/pond/v2.result[struct {}]", "*pond.result[struct {}]"],
  ["map[example.org/a/v3.K]example.org/b.V", "map[a.K]b.V"],
])("the type %s is %s in short", (type, short) => {
  expect(shortType(type)).toBe(short);
});
