import { describe, expect, test } from "vitest";
import type { DiagnosticRecord } from "../../src/records/record.js";
import { ANYWHERE, type CodePlace, type FilterOptions, recordFilter, Selection } from "../../src/selection/index.js";
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
    ["net/...", "internal/network", false],
    ["app", "example.com/app", true],
    ["yaml", "gopkg.in/yaml.v3", true],
    ["./app/...", "example.com/app", false],
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
    ["Sort", "Sort[go.shape.[]int,go.shape.int]", true],
    ["a.b", "axb", false],
    ["init", "init.0", true],
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

/** A build in the directory `inhibit` of a module. */
const APP: CodePlace = {
  modules: ["example.com/app"],
  packages: ["example.com/app", "example.com/app/inhibit", "example.com/app/x/inhibit", "encoding/json"],
  root: "/src/app",
  below: "",
};

describe("what a person calls a function", () => {
  const record = escapeRecord({ package: "example.com/app/inhibit", function: "(*Inhibitor).Mutes.func1" });
  test.each([
    "Mutes",
    "Inhibitor.Mutes",
    "(*Inhibitor).Mutes",
    "inhibit.(*Inhibitor).Mutes",
    "inhibit.Inhibitor.Mutes",
    "example.com/app/inhibit.(*Inhibitor).Mutes",
    "(*Inhibitor).Mutes.func1",
    "Mut*",
    "inhibit.*",
    "*.Mutes",
  ])("chooses it with the closures in it: %s", (pattern) => {
    expect(keeps({ functions: [pattern] }, record)).toBe(true);
  });

  test.each(["Mute", "mutes", "Inhibitor", "other.Mutes", "func1", "Mutes.func2", "Mut?"])(
    "does not choose another: %s",
    (pattern) => {
      expect(keeps({ functions: [pattern] }, record)).toBe(false);
    },
  );

  test("chooses every instance of a generic function, or one", () => {
    const instance = escapeRecord({ package: "p", function: "(*Set[go.shape.int]).Add" });
    for (const name of ["Add", "(*Set).Add", "Set.Add", "p.(*Set).Add", "(*Set[go.shape.int]).Add"]) {
      expect(keeps({ functions: [name] }, instance)).toBe(true);
    }
    expect(keeps({ functions: ["(*Set[go.shape.string]).Add"] }, instance)).toBe(false);
  });

  test("takes any number of wildcards in bounded time", () => {
    const name = "a".repeat(500);
    expect(keeps({ functions: [`${"*a".repeat(200)}*b`] }, escapeRecord({ function: name }))).toBe(false);
    expect(keeps({ functions: [`${"*a".repeat(200)}*`] }, escapeRecord({ function: name }))).toBe(true);
    const path = `example.com/${"a/".repeat(250)}a`;
    expect(keeps({ packages: [`${"...a".repeat(100)}...b`] }, escapeRecord({ package: path }))).toBe(false);
  });
});

describe("what a person calls a package", () => {
  const own = escapeRecord({ package: "example.com/app/inhibit", file: "inhibit/inhibit.go" });
  const deeper = escapeRecord({ package: "example.com/app/x/inhibit", file: "x/inhibit/inhibit.go" });
  const json = escapeRecord({ package: "encoding/json", file: "$GOROOT/src/encoding/json/encode.go" });
  const chosen = (pattern: string, place = APP) =>
    [own, deeper, json].map((record) => recordFilter({ packages: [pattern] }, place)(record));

  test.each([
    ["example.com/app/inhibit", [true, false, false]],
    ["example.com/app/...", [true, true, false]],
    ["inhibit", [true, false, false]],
    ["inhibit/", [true, false, false]],
    ["inhibit/...", [true, false, false]],
    ["./inhibit", [true, false, false]],
    ["./inhibit/...", [true, false, false]],
    ["./...", [true, true, false]],
    ["x/...", [false, true, false]],
    ["json", [false, false, true]],
    [".../inhibit", [true, true, false]],
    ["*/json", [false, false, true]],
    ["!inhibit", [false, true, true]],
    [".", [false, false, false]],
    ["inhib", [false, false, false]],
  ])("chooses it where it is named without the module's path: %s", (pattern, expected) => {
    expect(chosen(pattern)).toEqual(expected);
  });

  test("starts with ./ where the command works", () => {
    expect(chosen("./...", { ...APP, below: "x" })).toEqual([false, true, false]);
    expect(chosen("../inhibit", { ...APP, below: "x" })).toEqual([true, false, false]);
    expect(chosen(".", { ...APP, below: "inhibit" })).toEqual([true, false, false]);
  });

  test("is found by its last elements in saved output, which names no module", () => {
    expect(chosen("inhibit", ANYWHERE)).toEqual([true, true, false]);
    expect(chosen("app/inhibit", ANYWHERE)).toEqual([true, false, false]);
    expect(chosen("./inhibit", ANYWHERE)).toEqual([true, false, false]);
    expect(chosen("./...", ANYWHERE)).toEqual([true, true, true]);
  });
});

describe("what a person calls a file", () => {
  const record = escapeRecord({ file: "internal/codec/encode.go" });
  test.each([
    ["codec/encode.go", "", true],
    ["/src/app/internal/codec/encode.go", "", true],
    ["/src/app/internal", "", true],
    ["./codec", "internal", true],
    ["codec", "internal", true],
    ["../codec/*.go", "internal/x", true],
    ["internal\\codec", "", true],
    ["codec", "", false],
    ["./internal", "internal", false],
    ["code.go", "", false],
  ])("%s in %j: %s", (pattern, below, expected) => {
    expect(recordFilter({ paths: [pattern] }, { ...APP, below })(record)).toBe(expected);
  });
});

describe("a pattern that chooses nothing", () => {
  const records = ["(*Inhibitor).Mutes", "(*Inhibitor).Run", "NewInhibitor", "(*Inhibitor).Run.func1"].map((name) =>
    escapeRecord({ package: "example.com/app/inhibit", function: name, file: "inhibit/inhibit.go" }),
  );
  const unmatched = (options: FilterOptions) => {
    const selection = new Selection(options, APP);
    for (const record of records) selection.matches(record);
    return selection.unmatched().map(({ pattern, near }) => [pattern, ...near]);
  };

  test("is told with the names that are near", () => {
    expect(unmatched({ functions: ["Mutez"] })).toEqual([["Mutez", "inhibit.(*Inhibitor).Mutes"]]);
    expect(unmatched({ functions: ["Inhibitor"] })[0]).toContain("inhibit.NewInhibitor");
    expect(unmatched({ packages: ["./inhibitt/..."] })).toEqual([["./inhibitt/...", "example.com/app/inhibit"]]);
    expect(unmatched({ paths: ["inhbit"] })).toEqual([["inhbit", "inhibit"]]);
    expect(unmatched({ functions: ["zzz"] })).toEqual([["zzz"]]);
  });

  test("is each for itself", () => {
    expect(unmatched({ functions: ["Run", "Runn"], packages: ["inhibit"] }).map(([pattern]) => pattern)).toEqual([
      "Runn",
    ]);
    // Together they choose nothing, but each is the name of something.
    expect(unmatched({ functions: ["NewInhibitor"], paths: ["inhibit.go"] })).toEqual([]);
    expect(unmatched({ functions: ["!Nothing"] })).toEqual([]);
  });
});
