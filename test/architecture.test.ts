// Keeps the layers apart: which part of the code may import which other part.
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "vitest";

/** What is found out about a build, and what that stands on. */
const RESULTS = [
  "src/records",
  "src/causes",
  "src/sites",
  "src/report",
  "src/diff",
  "src/gate",
  "src/callees",
  "src/selection",
  "src/explain",
  "src/blame",
  "src/try",
  "src/leaks",
  "src/profile",
  "src/prove",
] as const;

/** Each place (a folder or a single file) and the places it may import from, beside itself and SHARED. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "src/errors.ts": [],
  "src/version.ts": [],
  "src/search-path.ts": [],
  "src/text": [],
  "src/records": [],
  parsers: ["src/records"],
  "src/causes": ["src/records"],
  "src/go": ["src/records"],
  "src/git": ["src/records"],
  "src/process": [],
  "src/sites": ["parsers", "src/records", "src/causes"],
  "src/report": ["parsers", "src/records", "src/causes", "src/sites"],
  "src/leaks": ["parsers", "src/records"],
  "src/sources": [
    "parsers",
    "src/go",
    "src/git",
    "src/process",
    "src/report",
    "src/selection",
    "src/leaks",
    "src/sites",
    "src/records",
  ],
  "src/diff": ["src/callees", "src/report", "src/causes", "src/records"],
  "src/gate": ["parsers", "src/selection", "src/diff", "src/report", "src/causes", "src/records"],
  "src/callees": ["src/report", "src/causes", "src/records"],
  "src/selection": ["src/callees", "src/causes", "src/records"],
  "src/explain": ["parsers", "src/selection", "src/callees", "src/report", "src/causes", "src/records"],
  "src/blame": ["src/callees", "src/report", "src/causes", "src/records"],
  "src/try": ["parsers", "src/callees", "src/report", "src/sites", "src/causes", "src/records"],
  "src/profile": ["parsers", "src/report", "src/causes", "src/records"],
  "src/prove": ["parsers", "src/records"],
  "src/render": RESULTS,
  "src/library": ["src/sources", "src/render", ...RESULTS],
  "src/index.ts": ["src/library", "src/render", ...RESULTS],
  "src/cli": ["parsers", "src/sources", "src/render", "src/git", "src/go", ...RESULTS],
  "src/action": ["src/cli", "src/sources", "src/render", "src/git", ...RESULTS],
};

/** Leaf helpers: every place may import them, and they import nothing of ours, not even each other. */
const SHARED: readonly string[] = ["src/errors.ts", "src/version.ts", "src/search-path.ts", "src/text"];

/** Modules that only some places may import. */
const RESERVED_MODULES: Readonly<Record<string, readonly string[]>> = {
  execa: ["src/go", "src/git", "src/process"],
  child_process: ["src/go", "src/git"],
  "node:child_process": ["src/go", "src/git"],
  yargs: ["src/cli"],
  "supports-hyperlinks": ["src/cli"],
};

/** Source text by path; paths use "/" and start at the project's root. */
type Sources = ReadonlyMap<string, string>;

// The linter keeps imports in this shape: at the start of a line, one statement each. Type imports count too.
const IMPORT = /^(?:import|export)\b[^;"'=]*?\bfrom\s*["']([^"']+)["']|^import\s*["']([^"']+)["']/gm;
const CALL = /\b(?:import|require)\(\s*["']([^"']+)["']/g;

function importsOf(source: string): string[] {
  return [IMPORT, CALL].flatMap((pattern) =>
    [...source.matchAll(pattern)].flatMap((match) => match[1] ?? match[2] ?? []),
  );
}

/** The project file that a relative specifier names. */
function resolveImport(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, ".ts");
}

function placeOf(file: string): string | undefined {
  return Object.keys(MAY_IMPORT).find((place) => file === place || file.startsWith(`${place}/`));
}

function isAllowed(from: string, to: string): boolean {
  return from === to || MAY_IMPORT[from]?.includes(to) === true || (SHARED.includes(to) && !SHARED.includes(from));
}

function boundaryViolations(sources: Sources): string[] {
  const found: string[] = [];
  for (const [file, source] of sources) {
    const place = placeOf(file);
    if (place === undefined) {
      found.push(`${file} is in no place of MAY_IMPORT`);
      continue;
    }
    for (const specifier of importsOf(source)) {
      if (specifier.startsWith(".")) {
        const target = resolveImport(file, specifier);
        const targetPlace = placeOf(target);
        if (targetPlace === undefined || !isAllowed(place, targetPlace)) found.push(`${file} imports ${target}`);
      } else if (RESERVED_MODULES[specifier]?.includes(place) === false) {
        found.push(`${file} imports ${specifier}`);
      }
    }
  }
  return found;
}

/** Every cycle that a depth-first walk closes, as "a -> b -> a". */
function importCycles(sources: Sources): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  function visit(file: string): void {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file].join(" -> "));
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const specifier of importsOf(sources.get(file) ?? "")) {
      if (specifier.startsWith(".")) visit(resolveImport(file, specifier));
    }
    path.pop();
    done.add(file);
  }
  for (const file of sources.keys()) visit(file);
  return found;
}

function readSources(): Sources {
  const root = join(import.meta.dirname, "..");
  const files = ["src", "parsers"].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => posix.join(top, name.replaceAll("\\", "/"))),
  );
  return new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
}

describe("the project's imports", () => {
  const sources = readSources();

  test("are found at all", () => {
    expect([...sources.values()].flatMap(importsOf)).not.toEqual([]);
  });

  test("stay inside the boundaries", () => {
    expect(boundaryViolations(sources)).toEqual([]);
  });

  test("form no cycle", () => {
    expect(importCycles(sources)).toEqual([]);
  });
});

describe("the rules themselves", () => {
  const check = (file: string, source: string) => boundaryViolations(new Map([[file, source]]));

  test.each([
    ["a forbidden layer", "src/diff/a.ts", 'import { b } from "../cli/b.js";', "src/cli/b.ts"],
    ["a type import", "src/records/a.ts", 'import type { B } from "../causes/b.js";', "src/causes/b.ts"],
    ["an import over several lines", "parsers/a.ts", 'import {\n  a,\n  b,\n} from "../src/go/b.js";', "src/go/b.ts"],
    ["a re-export", "src/gate/a.ts", 'export * from "../render/b.js";', "src/render/b.ts"],
    ["an import for its effect", "src/go/a.ts", 'import "../git/b.js";', "src/git/b.ts"],
    ["a dynamic import", "src/report/a.ts", 'const b = await import("../diff/b.js");', "src/diff/b.ts"],
    ["the command line in the library", "src/library/a.ts", 'import { b } from "../cli/b.js";', "src/cli/b.ts"],
    ["the command line in a source", "src/sources/a.ts", 'import { b } from "../cli/b.js";', "src/cli/b.ts"],
    ["blame in a story", "src/explain/a.ts", 'import { b } from "../blame/b.js";', "src/blame/b.ts"],
    ["yargs outside the command line", "src/sources/a.ts", 'import yargs from "yargs";', "yargs"],
    ["one shared helper in another", "src/text/a.ts", 'import { b } from "../errors.js";', "src/errors.ts"],
    ["a file outside the table", "src/cli/a.ts", 'import { b } from "../../test/b.js";', "test/b.ts"],
    ["a process outside src/go and src/git", "src/cli/a.ts", 'import { execa } from "execa";', "execa"],
    ["a process module of Node", "parsers/a.ts", 'import cp from "node:child_process";', "node:child_process"],
  ])("catch %s", (_, file, source, target) => {
    expect(check(file, source)).toEqual([`${file} imports ${target}`]);
  });

  test.each([
    ["a listed layer", "src/diff/a.ts", 'import { b } from "../report/b.js";'],
    ["the place itself", "src/diff/a.ts", 'import { b } from "./b.js";'],
    ["a shared helper", "src/records/a.ts", 'import { b } from "../errors.js";\nimport { c } from "../text/c.js";'],
    ["a module", "src/records/a.ts", 'import { z } from "zod";'],
    ["a process in its place", "src/go/a.ts", 'import { execa } from "execa";'],
    ["a source for the command", "src/cli/a.ts", 'import { b } from "../sources/b.js";'],
  ])("allow %s", (_, file, source) => {
    expect(check(file, source)).toEqual([]);
  });

  test("catch a file that no place covers", () => {
    expect(check("src/new/a.ts", "")).toEqual(["src/new/a.ts is in no place of MAY_IMPORT"]);
  });

  test("catch a cycle", () => {
    const sources = new Map([
      ["src/diff/a.ts", 'import { b } from "./b.js";'],
      ["src/diff/b.ts", 'import { c } from "./c.js";'],
      ["src/diff/c.ts", 'import type { A } from "./a.js";'],
    ]);
    expect(importCycles(sources)).toEqual(["src/diff/a.ts -> src/diff/b.ts -> src/diff/c.ts -> src/diff/a.ts"]);
  });
});
