import { describe, expect, test } from "vitest";
import { comparabilityNotes } from "../../src/diff/index.js";
import type { DiffSide } from "../../src/records/diff.js";
import type { BuildFacts } from "../../src/records/report.js";

const GO = { version: "go1.26.8", goos: "linux", goarch: "amd64" } as const;
const BUILD: BuildFacts = {
  packages: ["./..."],
  scope: "module",
  tests: false,
  flags: [],
  modules: ["example.com/app"],
};

function side(toolchain: DiffSide["toolchain"], build: BuildFacts | null = BUILD): DiffSide {
  return { name: null, toolchain, build, revision: null, escapes: 0 };
}

describe("notes on two sides that do not quite compare", () => {
  test("there are none on sides that were made alike", () => {
    expect(comparabilityNotes(side(GO), side(GO))).toEqual([]);
  });

  test.each([
    ["the Go release", side({ ...GO, version: "go1.27.0" }), "go1.26.8 before, go1.27.0 after"],
    ["the platform", side({ ...GO, goos: "darwin", goarch: "arm64" }), "linux/amd64 before, darwin/arm64 after"],
    ["the experiment", side({ ...GO, experiment: "jsonv2" }), "none before, jsonv2 after"],
    ["the flags", side(GO, { ...BUILD, flags: ["-tags", "x"] }), "none before, -tags x after"],
    ["the scope", side(GO, { ...BUILD, scope: "all" }), "module before, all after"],
    ["the packages", side(GO, { ...BUILD, packages: ["./cmd/..."] }), "./... before, ./cmd/... after"],
    ["the tests", side(GO, { ...BUILD, tests: true }), "no before, yes after"],
  ])("tell of %s", (_, after, wanted) => {
    const notes = comparabilityNotes(side(GO), after);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(wanted);
  });

  test("say nothing of saved output, of which nothing is known", () => {
    expect(comparabilityNotes(side(GO), side(null, null))).toEqual([]);
  });
});
