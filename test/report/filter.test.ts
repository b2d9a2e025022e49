import { describe, expect, test } from "vitest";
import type { DiagnosticRecord } from "../../src/records/record.js";
import { type FilterOptions, isCandidate, recordFilter } from "../../src/report/filter.js";
import { escapeRecord } from "../helpers/escape.js";

function keeps(options: FilterOptions, record: DiagnosticRecord): boolean {
  return recordFilter(options)(record);
}

const note: DiagnosticRecord = {
  kind: "note",
  package: null,
  variant: null,
  file: null,
  line: null,
  column: null,
  function: null,
  message: "go: downloading golang.org/x/text v0.14.0",
};

describe("no options", () => {
  test.each([{}, { causes: [], packages: [], paths: [], functions: [] }])("keep everything: %j", (options) => {
    expect(keeps(options, escapeRecord())).toBe(true);
    expect(keeps(options, note)).toBe(true);
  });
});

describe("causes", () => {
  test("keep what has one of them, or lives in what has it", () => {
    const options = { causes: ["returned", "loop"] } as const;
    expect(keeps(options, escapeRecord({ cause: "loop" }))).toBe(true);
    expect(keeps(options, escapeRecord({ cause: "contained", rootCause: "returned" }))).toBe(true);
    expect(keeps(options, escapeRecord({ cause: "heap-store" }))).toBe(false);
    expect(keeps({ causes: ["contained"] }, escapeRecord({ cause: "contained", rootCause: "returned" }))).toBe(true);
  });

  test("say nothing of records that have none", () => {
    expect(keeps({ causes: ["loop"] }, note)).toBe(true);
  });
});

describe("package patterns", () => {
  test.each([
    ["example.com/app", "example.com/app", true],
    ["example.com/app", "example.com/app/internal", false],
    ["example.com/app/...", "example.com/app", true],
    ["example.com/app/...", "example.com/app/internal/store", true],
    ["example.com/app/...", "example.com/application", false],
    ["example.com/app...", "example.com/application", true],
    ["...", "example.com/app", true],
    [".../internal/...", "example.com/app/internal/store", true],
    [".../internal/...", "example.com/app/store", false],
    ["net/...", "net/http/httputil", true],
    ["net/...", "internal/net", false],
    ["example.com/*", "example.com/app", true],
    ["example.com/*", "example.com/app/internal", false],
    ["example.com/**", "example.com/app/internal", true],
    ["example.com/{app,cmd}", "example.com/cmd", true],
    ["gopkg.in/yaml.v3", "gopkg.in/yaml-v3", false],
    ["gopkg.in/yaml.v3/...", "gopkg.in/yaml-v3", false],
  ])("%s on %s: %s", (pattern, importPath, kept) => {
    expect(keeps({ packages: [pattern] }, escapeRecord({ package: importPath }))).toBe(kept);
  });
});

describe("path patterns", () => {
  test.each([
    ["internal/store/store.go", "internal/store/store.go", true],
    ["./internal/store/store.go", "internal/store/store.go", true],
    ["internal", "internal/store/store.go", true],
    ["internal/", "internal/store/store.go", true],
    ["./internal/store/", "internal/store/store.go", true],
    ["internal/*", "internal/store/store.go", true],
    ["internal/*.go", "internal/store/store.go", false],
    ["internal/**", "internal/store/store.go", true],
    ["**/store.go", "internal/store/store.go", true],
    ["store.go", "internal/store/store.go", true],
    ["*_gen.go", "internal/store/store_gen.go", true],
    ["*_gen.go", "internal/store/store.go", false],
    ["store", "internal/store/store.go", false],
    [".", "internal/store/store.go", true],
    ["./", "internal/store/store.go", true],
    ["$GOROOT/src/net/**", "$GOROOT/src/net/http/server.go", true],
    ["golang.org/x/text@v0.14.0/**", "golang.org/x/text@v0.14.0/width/width.go", true],
    ["cmd/.hidden/**", "cmd/.hidden/main.go", true],
  ])("%s on %s: %s", (pattern, file, kept) => {
    expect(keeps({ paths: [pattern] }, escapeRecord({ file }))).toBe(kept);
  });
});

describe("function patterns", () => {
  test.each([
    ["(*Store).Get", "(*Store).Get", true],
    ["(*Store).Get", "(*Store).GetAll", false],
    ["(*Store).*", "(*Store).Get", true],
    ["(*Store).*", "(*Store).Get.func1", true],
    ["(*Store).*", "Store.Get", false],
    ["(*Store).*", "(**Store).Get", false],
    ["Store.*", "Store.Get", true],
    ["*.Get", "(*Store).Get", true],
    ["main.func?", "main.func1", true],
    ["main.func?", "main.func12", false],
    ["main.func*", "main.func12", true],
    ["Sort[*]", "Sort[go.shape.[]int,go.shape.int]", true],
    ["Sort[go.shape.[]int,go.shape.int]", "Sort[go.shape.[]int,go.shape.int]", true],
    ["Sort", "Sort[go.shape.[]int,go.shape.int]", false],
    ["a.b", "axb", false],
    ["init", "init.0", false],
  ])("%s on %s: %s", (pattern, name, kept) => {
    expect(keeps({ functions: [pattern] }, escapeRecord({ function: name }))).toBe(kept);
  });
});

describe("patterns with an exclamation mark", () => {
  test("leave out what they match", () => {
    const options = { paths: ["internal/**", "!**/*_test.go"] };
    expect(keeps(options, escapeRecord({ file: "internal/a.go" }))).toBe(true);
    expect(keeps(options, escapeRecord({ file: "internal/a_test.go" }))).toBe(false);
    expect(keeps(options, escapeRecord({ file: "cmd/a.go" }))).toBe(false);
  });

  test("leave the rest when they stand alone", () => {
    expect(keeps({ packages: ["!example.com/app/..."] }, escapeRecord())).toBe(false);
    expect(keeps({ packages: ["!example.com/app/..."] }, escapeRecord({ package: "net/http" }))).toBe(true);
    expect(keeps({ functions: ["!(*Store).*"] }, escapeRecord())).toBe(false);
  });
});

describe("several options", () => {
  test("have to match together, several patterns of one each for itself", () => {
    const options = { packages: ["example.com/app", "net/http"], functions: ["*.Get"] };
    expect(keeps(options, escapeRecord())).toBe(true);
    expect(keeps(options, escapeRecord({ package: "net/http" }))).toBe(true);
    expect(keeps(options, escapeRecord({ package: "net/http", function: "get" }))).toBe(false);
    expect(keeps(options, escapeRecord({ package: "net" }))).toBe(false);
  });

  test("keep what has no such field only where nothing is asked of it", () => {
    for (const field of ["package", "file", "function"] as const) {
      const option = ({ package: "packages", file: "paths", function: "functions" } as const)[field];
      const record = escapeRecord({ [field]: null });
      expect(keeps({ [option]: ["**"] }, record)).toBe(false);
      expect(keeps({ [option]: ["!x"] }, record)).toBe(true);
    }
  });
});

describe("a candidate for the rankings", () => {
  test.each([
    [
      "what machine code shows to run only for a panic",
      { allocates: "maybe", reason: "panic", call: "newobject" },
      false,
    ],
    ["what machine code shows to run at times", { allocates: "maybe", reason: "conditional", call: "newobject" }, true],
    ["an allocation", {}, true],
    ["one that is proved", { allocates: "yes" }, true],
    ["a constant", { allocates: "no", cause: "interface-conversion" }, false],
    ["an argument of panic", { cause: "panic" }, false],
    ["a part of an argument of panic", { cause: "contained", rootCause: "panic" }, false],
  ] as const)("is %s: %s", (_, fields, candidate) => {
    expect(isCandidate(escapeRecord(fields))).toBe(candidate);
  });
});
