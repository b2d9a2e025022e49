import { describe, expect, test } from "vitest";
import { coverage, type Foreseen, foreseenPatterns, type ListedPackage } from "../../src/go/packages.js";

const LISTED: readonly ListedPackage[] = ["example.com/m", "example.com/m/b"].map((importPath) => ({
  importPath,
  variant: null,
  name: "b",
  standard: false,
  dependency: false,
  directory: "/m",
  files: [],
  module: { path: "example.com/m", directory: "/m", main: true },
  imports: [],
  archive: null,
}));

const MODULE: Foreseen = { scope: "module", only: undefined, modules: ["example.com/m"], packages: ["./..."] };

describe("patterns that are foreseen", () => {
  test.each<Foreseen>([MODULE, { ...MODULE, scope: "named" }, { ...MODULE, only: new Set(["example.com/m/b"]) }])(
    "are those of what go lists: %o",
    (foreseen) => {
      expect(foreseenPatterns(foreseen)).toEqual(coverage(LISTED, foreseen.scope, foreseen.only).patterns);
    },
  );

  test.each<readonly [string, Foreseen]>([
    ["for everything, most of which is compiled", { ...MODULE, scope: "all" }],
    ["outside of modules", { ...MODULE, modules: [] }],
    ["for files", { ...MODULE, packages: ["main.go"] }],
    ["for programs by their name", { ...MODULE, only: new Set(["main"]) }],
    ["for nothing", { ...MODULE, only: new Set() }],
  ])("are none %s", (_, foreseen) => {
    expect(foreseenPatterns(foreseen)).toBeNull();
  });
});
