import { describe, expect, test } from "vitest";
import { BuildKnowledge, type PackageImports } from "../../src/report/listed-packages.js";

const LISTED: ReadonlyMap<string, PackageImports> = new Map([
  [
    "example.com/app",
    { name: "main", imports: ["fmt", "gopkg.in/yaml.v3", "example.com/app/store", "vendor/golang.org/x/text"] },
  ],
  ["gopkg.in/yaml.v3", { name: "yaml", imports: [] }],
  ["example.com/app/store", { name: "storage", imports: [] }],
  ["example.com/other", { name: "other", imports: [] }],
]);

describe("with go list's answer", () => {
  const build = new BuildKnowledge(LISTED);
  build.add("gopkg.in/yaml.v3", new Set(["Marshal", "(*Decoder).Decode", "Node.Kind"]));
  build.add("example.com/other", new Set(["Run"]));

  test.each([
    ["fmt", true],
    ["yaml", true],
    ["storage", true],
    ["text", true],
    ["other", undefined],
    ["store", undefined],
    ["w", undefined],
  ])("%s is a package of the importer: %s", (name, known) => {
    expect(build.isPackage(name, "example.com/app")).toBe(known);
  });

  test.each([
    ["yaml", "Marshal", true],
    ["yaml", "Unmarshal", false],
    ["yaml", "Decoder.Decode", true],
    ["yaml", "Node.Kind", true],
    ["fmt", "Println", undefined],
    ["other", "Run", undefined],
  ])("%s declares %s: %s", (name, declared, known) => {
    expect(build.declares(name, declared, "example.com/app")).toBe(known);
  });
});

describe("a name that only inlined code speaks of", () => {
  const listed: ReadonlyMap<string, PackageImports> = new Map([
    ["app", { name: "app", imports: ["example.com/y", "example.com/z"] }],
    ["example.com/y", { name: "y", imports: ["log", "example.com/x"] }],
    ["example.com/x", { name: "x", imports: ["os"] }],
    ["example.com/z", { name: "z", imports: ["sort"] }],
    ["log", { name: "log", imports: ["io"] }],
  ]);
  const build = new BuildKnowledge(listed);

  test.each([
    ["log", ["y"], true],
    ["os", ["y", "x"], true],
    ["os", ["y"], undefined],
    ["log", ["z"], undefined],
    ["log", [], undefined],
    ["sort", ["y"], undefined],
  ])("%s, with functions of %s inlined, is a package: %s", (name, inlined, known) => {
    expect(build.isPackage(name, "app", new Set(inlined))).toBe(known);
  });
});

describe("two imported packages of one name", () => {
  const listed: ReadonlyMap<string, PackageImports> = new Map([
    ["app", { name: "app", imports: ["crypto/rand", "math/rand"] }],
    ["crypto/rand", { name: "rand", imports: [] }],
    ["math/rand", { name: "rand", imports: [] }],
  ]);

  test("declare what either does, and nothing for sure while one is not known", () => {
    const build = new BuildKnowledge(listed);
    build.add("crypto/rand", new Set(["Read"]));
    expect(build.declares("rand", "Read", "app")).toBe(true);
    expect(build.declares("rand", "Intn", "app")).toBeUndefined();
    build.add("math/rand", new Set(["Intn"]));
    expect(build.declares("rand", "Intn", "app")).toBe(true);
    expect(build.declares("rand", "Text", "app")).toBe(false);
  });

  test("are told apart by the path that the compiler quotes", () => {
    const build = new BuildKnowledge(listed);
    build.add("crypto/rand", new Set(["Read"]));
    build.add("math/rand", new Set(["Intn"]));
    expect(build.declares("math/rand", "Read", "app")).toBe(false);
    expect(build.declares("crypto/rand", "Read", "app")).toBe(true);
  });
});

describe("with the input alone", () => {
  const build = new BuildKnowledge();
  build.add("example.com/app/store", new Set(["Open"]));
  build.add("gopkg.in/yaml.v3", new Set(["Marshal"]));
  build.add("example.com/lib/v2", new Set(["Do"]));
  build.add("example.com/my/json", new Set(["Encode"]));

  test.each([
    ["store", true],
    ["yaml", true],
    ["lib", true],
    ["http", true],
    ["v2", undefined],
    ["w", undefined],
  ])("%s is a package: %s", (name, known) => {
    expect(build.isPackage(name, "example.com/app")).toBe(known);
    expect(build.isPackage(name, null)).toBe(known);
  });

  test.each([
    ["store", "Open", true],
    ["store", "Close", false],
    ["http", "Get", undefined],
    ["json", "Encode", true],
    ["json", "Marshal", undefined],
    ["w", "Write", undefined],
  ])("%s declares %s: %s", (name, declared, known) => {
    expect(build.declares(name, declared, "example.com/app")).toBe(known);
  });
});

describe("a result's name", () => {
  const at = { file: "p.go", line: 1, column: 6 };

  test("is looked up in the source file", () => {
    const asked: string[] = [];
    const build = new BuildKnowledge(null, (file) => {
      asked.push(file);
      return file === "p.go" ? ["func f() (p *int) {"] : null;
    });
    expect(build.namesResult(at, "p")).toBe(true);
    expect(build.namesResult(at, "q")).toBe(false);
    expect(build.namesResult({ ...at, file: "q.go" }, "p")).toBeUndefined();
    expect(build.namesResult({ ...at, file: null }, "p")).toBeUndefined();
    expect(asked).toEqual(["p.go", "p.go", "q.go"]);
  });

  test("is not known without the source", () => {
    expect(new BuildKnowledge().namesResult(at, "p")).toBeUndefined();
  });
});
