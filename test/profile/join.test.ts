import { describe, expect, test } from "vitest";
import { DecisionIndex } from "../../src/profile/join.js";
import type { ProfileLine } from "../../src/profile/lines.js";
import { readSymbol } from "../../src/profile/symbol.js";
import { escapeRecord } from "../helpers/escape.js";

function line(symbol: string, file: string, number: number): ProfileLine {
  const { package: importPath, name } = readSymbol(symbol);
  return { id: 0, symbol, package: importPath, function: name, file, line: number, startLine: 0 };
}

describe("the name of a function in a profile", () => {
  test.each([
    ["net/http.(*Server).Serve", "net/http", "(*Server).Serve"],
    ["main.main.func1", "main", "main.func1"],
    ["gopkg.in/yaml%2ev3.(*parser).peek", "gopkg.in/yaml.v3", "(*parser).peek"],
    ["example.com/a.Map[...]", "example.com/a", "Map[...]"],
    ["example.com/a.Map[example.com/b.T]", "example.com/a", "Map[example.com/b.T]"],
    ["example.com/a_test.TestX", "example.com/a_test", "TestX"],
    ["_cgo_topofstack", "", "_cgo_topofstack"],
  ])("%s is of %s", (symbol, importPath, name) => {
    expect(readSymbol(symbol)).toEqual({ package: importPath, name });
  });
});

describe("a place in a profile finds its decision", () => {
  const get = line("example.com/app/store.(*Store).Get", "/home/ci/app/store/store.go", 12);
  const record = escapeRecord({ package: "example.com/app/store", file: "store/store.go", line: 12, column: 7 });

  test("by package, file, line and function, wherever the binary was built", () => {
    const index = new DecisionIndex([get]);
    index.add(record, false);
    index.add(escapeRecord({ ...record, function: "other" }), false);
    expect(index.find([get])).toEqual({ record, candidates: 1 });
    expect(index.find([line("example.com/app/store.(*Store).Get", "store.go", 13)])).toBeNull();
    expect(index.find([line("example.com/other/store.(*Store).Get", "store.go", 12)])).toBeNull();
  });

  test("in an instance of a generic function", () => {
    const map = line("example.com/app/store.Map[...]", "store.go", 12);
    const index = new DecisionIndex([map]);
    index.add({ ...record, function: "Map[go.shape.int]" }, false);
    index.add({ ...record, function: "Map[go.shape.string]" }, false);
    expect(index.find([map])?.candidates).toBe(1);
  });

  test("before Go 1.25, where the text does not name the function", () => {
    const index = new DecisionIndex([get]);
    index.add({ ...record, function: null }, false);
    expect(index.find([get])?.record.function).toBeNull();
  });

  test("in a program, and in the right one of several", () => {
    const main = line("main.main", "/home/ci/app/cmd/two/main.go", 12);
    const index = new DecisionIndex([main]);
    const one = escapeRecord({ package: "example.com/app/cmd/one", file: "cmd/one/main.go", function: "main" });
    const two = escapeRecord({ package: "example.com/app/cmd/two", file: "cmd/two/main.go", function: "main" });
    index.add(one, true);
    index.add(two, true);
    expect(index.find([main])?.record).toBe(two);
  });

  test("in inlined code only where the address is of inlined code", () => {
    const helper = line("example.com/app/store.helper", "store.go", 30);
    const index = new DecisionIndex([get]);
    const boxed = escapeRecord({ ...record, column: 20, message: "id escapes to heap", cause: "interface-conversion" });
    index.add(boxed, false);
    const call = { ...record, column: 20, kind: "inlined-call", message: "", callee: "helper" } as const;
    index.addInlinedCall(call, false);
    expect(index.find([helper, get])?.record).toBe(boxed);
    // The line's own allocation has no decision: a concatenation, say, which is no boxed value.
    expect(index.find([get])).toBeNull();
    index.add(record, false);
    expect(index.find([get])?.record).toBe(record);
  });

  test("and tells how many it could be, leaving out what never allocates", () => {
    const index = new DecisionIndex([get]);
    index.add({ ...record, allocates: "no", column: 3 }, false);
    index.add(record, false);
    index.add({ ...record, column: 30 }, false);
    expect(index.find([get])).toEqual({ record, candidates: 2 });
  });
});
