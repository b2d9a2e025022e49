import { describe, expect, test } from "vitest";
import { DecisionIndex } from "../../src/profile/decision-index.js";
import { SiteIndex } from "../../src/profile/join.js";
import type { ProfileLine } from "../../src/profile/lines.js";
import { readSymbol } from "../../src/profile/symbol.js";
import { allocationRecord, escapeRecord } from "../helpers/escape.js";

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
    const index = new DecisionIndex(new Set([get]));
    index.add(record, false);
    index.add(escapeRecord({ ...record, function: "other" }), false);
    expect(index.find([get])).toEqual({ record, candidates: 1 });
    expect(index.find([line("example.com/app/store.(*Store).Get", "store.go", 13)])).toBeNull();
    expect(index.find([line("example.com/other/store.(*Store).Get", "store.go", 12)])).toBeNull();
  });

  test("in an instance of a generic function", () => {
    const map = line("example.com/app/store.Map[...]", "store.go", 12);
    const index = new DecisionIndex(new Set([map]));
    index.add({ ...record, function: "Map[go.shape.int]" }, false);
    index.add({ ...record, function: "Map[go.shape.string]" }, false);
    expect(index.find([map])?.candidates).toBe(1);
  });

  test("before Go 1.25, where the text does not name the function", () => {
    const index = new DecisionIndex(new Set([get]));
    index.add({ ...record, function: null }, false);
    expect(index.find([get])?.record.function).toBeNull();
  });

  test("in a program, and in the right one of several", () => {
    const main = line("main.main", "/home/ci/app/cmd/two/main.go", 12);
    const index = new DecisionIndex(new Set([main]));
    const one = escapeRecord({ package: "example.com/app/cmd/one", file: "cmd/one/main.go", function: "main" });
    const two = escapeRecord({ package: "example.com/app/cmd/two", file: "cmd/two/main.go", function: "main" });
    index.add(one, true);
    index.add(two, true);
    expect(index.find([main])?.record).toBe(two);
  });

  test("in inlined code only where the address is of inlined code", () => {
    const helper = line("example.com/app/store.helper", "store.go", 30);
    const index = new DecisionIndex(new Set([get]));
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
    const index = new DecisionIndex(new Set([get]));
    index.add({ ...record, allocates: "no", column: 3 }, false);
    index.add(record, false);
    index.add({ ...record, column: 30 }, false);
    expect(index.find([get])).toEqual({ record, candidates: 2 });
  });
});

describe("a call in machine code is found", () => {
  const render = line("example.com/app.Render", "/home/ci/app/app.go", 40);
  const helper = line("example.com/app.helper", "/home/ci/app/app.go", 46);
  const place = { package: "example.com/app", file: "app.go", line: 40, function: "Render" } as const;
  const stack = [
    { function: "example.com/app.Render", file: "app.go", line: 40 },
    { function: "example.com/app.helper", file: "app.go", line: 46 },
  ];
  const boxed = escapeRecord({ ...place, call: "convTstring", bytes: null, cause: "interface-conversion", stack });
  const concatenated = allocationRecord({ ...place, call: "concatstring2", cause: "string-building" });

  test("by the whole inline stack", () => {
    const index = new SiteIndex(new Set([render]));
    index.add(boxed, false);
    index.add(concatenated, false);
    expect(index.find([helper, render], 16)).toEqual({ record: boxed, candidates: 1 });
    expect(index.find([render], 2048)).toEqual({ record: concatenated, candidates: 1 });
    expect(index.find([line("example.com/app.other", "app.go", 50), render], 16)).toBeNull();
  });

  // count[f(e)]++ boxes 16 bytes twice and allocates groups of 208 bytes, all on one line.
  test("by size where a line has several", () => {
    const index = new SiteIndex(new Set([render]));
    const first = escapeRecord({ ...place, column: 8, call: "newobject", bytes: 16 });
    const second = escapeRecord({ ...place, column: 20, call: "newobject", bytes: 48 });
    const group = allocationRecord({ ...place, call: "mapassign_faststr", cause: "map-growth" });
    for (const record of [first, second, group]) index.add(record, false);
    expect(index.find([render], 16)).toEqual({ record: first, candidates: 1 });
    expect(index.find([render], 48)).toEqual({ record: second, candidates: 1 });
    expect(index.find([render], 208)).toEqual({ record: group, candidates: 1 });
    expect(index.find([render], null)?.candidates).toBe(3);
  });

  test("where the run time rounds its size up to a class", () => {
    const index = new SiteIndex(new Set([render]));
    const small = escapeRecord({ ...place, column: 8, call: "newobject", bytes: 136 });
    const large = escapeRecord({ ...place, column: 20, call: "newobject", bytes: 9000 });
    index.add(small, false);
    index.add(large, false);
    expect(index.find([render], 144)).toEqual({ record: small, candidates: 1 });
    expect(index.find([render], 9472)).toEqual({ record: large, candidates: 1 });
  });

  test("a few lines away from the decision, for a statement over several lines", () => {
    const index = new SiteIndex(new Set([render]));
    const literal = escapeRecord({ ...place, line: 36, call: "newobject", bytes: 64 });
    index.add(literal, false);
    expect(index.find([render], 64)?.record).toBe(literal);
    expect(index.find([render], 32)).toBeNull();
  });

  test("in a generic function's copy in another package", () => {
    const grow = line("example.com/list.Grow[...]", "list.go", 12);
    const index = new SiteIndex(new Set([grow]));
    const copy = allocationRecord({
      package: "example.com/app",
      file: "list/list.go",
      line: 12,
      function: "example.com/list.Grow[go.shape.int]",
      call: "growslice",
      cause: "slice-growth",
    });
    index.add(copy, false);
    expect(index.find([grow], 64)?.record).toBe(copy);
  });

  test("without the frames that the run time has inlined", () => {
    const index = new SiteIndex(new Set([render]));
    const map = allocationRecord({
      ...place,
      call: "newobject",
      cause: "object",
      stack: [...stack.slice(0, 1), { function: null, file: "$GOROOT/src/internal/runtime/maps/map.go", line: 300 }],
    });
    index.add(map, false);
    expect(index.find([line("internal/runtime/maps.NewMap", "map.go", 300), render], 48)?.record).toBe(map);
  });
});
