import { describe, expect, test } from "vitest";
import { InputError } from "../../src/errors.js";
import {
  baselineBuild,
  baselineOf,
  buildDifferences,
  compareWithBaseline,
  coverage,
  formatBaseline,
  prune,
  readBaseline,
} from "../../src/gate/index.js";
import { allocationRecord } from "../helpers/escape.js";
import { sampleEscapes } from "./records.js";

const FACTS = { packages: ["./..."], scope: "module" as const, tests: false, flags: [], modules: ["example.com/app"] };
const BUILD = baselineBuild({ version: "go1.26.8", goos: "linux", goarch: "amd64" }, FACTS);
const [x, n] = await sampleEscapes();

describe("a baseline", () => {
  test("is sorted text without places, and reads back as it was", () => {
    const baseline = baselineOf([n, x, n], BUILD);
    const text = formatBaseline(baseline);
    expect(text.split("\n").slice(3)).toEqual([
      "go: go1.26",
      "platform: linux/amd64",
      "directory: .",
      "packages: ./...",
      "scope: module",
      "tests: no",
      "flags: none",
      "code: not read",
      "",
      "package example.com/app/p",
      "2\tBox\tinterface-conversion\tn escapes to heap",
      "1\tNew\treturned\tmoved to heap: x",
      "",
    ]);
    expect(readBaseline(text, "b.txt")).toEqual(baseline);
  });

  test("stays the same when code moves, in its file or to another, or closures are numbered anew", () => {
    const moved = { ...x, line: 99, column: 1, file: "p/other.go", function: "New.func2" };
    expect(formatBaseline(baselineOf([moved], BUILD))).toBe(
      formatBaseline(baselineOf([{ ...x, function: "New.func1" }], BUILD)),
    );
  });

  test("of two equal allocations with one accepted, lets the first pass", () => {
    const second = { ...n, line: 20 };
    const { added, stale } = compareWithBaseline([n, second], baselineOf([n], BUILD));
    expect(added.map(({ line }) => line)).toEqual([20]);
    expect(stale).toEqual([]);
  });

  test("names what is gone, and pruning removes just that", () => {
    const baseline = baselineOf([x, n, n], BUILD);
    const { added, stale } = compareWithBaseline([n, { ...x, function: "Other" }], baseline);
    expect(added.map((record) => record.function)).toEqual(["Other"]);
    expect(stale.map((entry) => [entry.function, entry.count])).toEqual([
      ["Box", 1],
      ["New", 1],
    ]);
    expect(prune(baseline, stale)).toEqual(baselineOf([n], BUILD));
  });

  test("accepts a variable under another name, and not one more", () => {
    const renamed = { ...x, message: "moved to heap: count", expression: "count" };
    const baseline = baselineOf([x, n], BUILD);
    expect(compareWithBaseline([renamed, n], baseline)).toEqual({ added: [], stale: [] });
    expect(compareWithBaseline([renamed, renamed, n], baseline).added).toHaveLength(1);
    expect(compareWithBaseline([{ ...renamed, cause: "loop" }, n], baseline).added).toHaveLength(1);
  });

  test("has calls without a decision, by what they call and for which type", () => {
    const grows = allocationRecord({
      package: "example.com/app/p",
      function: "New",
      call: "growslice",
      message: "growslice of int",
    });
    const baseline = baselineOf([grows], BUILD);
    expect(formatBaseline(baseline)).toContain("1\tNew\tslice-growth\tgrowslice of int\n");
    expect(compareWithBaseline([grows], baseline)).toEqual({ added: [], stale: [] });
    expect(compareWithBaseline([{ ...grows, message: "growslice of string" }], baseline).added).toHaveLength(1);
  });

  test("covers what is below the directory that it was written in, and only that is stale in a part", () => {
    const at = (directory: string, packages = ["./..."]) =>
      baselineBuild({ version: "go1.26.8", goos: "linux", goarch: "amd64" }, { ...FACTS, packages }, directory);
    expect(coverage(at(""), at(""))).toBe("whole");
    expect(coverage(at(""), at("hot"))).toBe("part");
    expect(coverage(at(""), at("", ["./hot"]))).toBe("part");
    expect(coverage(at("hot"), at("hot/in"))).toBe("part");
    expect(coverage(at("hot"), at(""))).toBe("other");
    expect(coverage(at("hot"), at("hotter"))).toBe("other");
    expect(coverage(at("", ["./hot"]), at(""))).toBe("other");
    expect(buildDifferences(at(""), at("hot"))).toEqual([]);
    expect(buildDifferences(at("hot"), at(""))).toEqual(["directory: hot in the baseline, . now"]);
    const other = { ...x, package: "example.com/app/q" };
    const baseline = baselineOf([x, n, other], at(""));
    const { stale } = compareWithBaseline([n], baseline, new Set(["example.com/app/p"]));
    expect(stale.map((entry) => entry.package)).toEqual(["example.com/app/p"]);
    expect(prune(baseline, stale)).toEqual(baselineOf([n, other], at("")));
  });

  test("takes the lines of both sides of a merge", () => {
    const text = formatBaseline(baselineOf([x], BUILD));
    const merged = `${text}1\tNew\treturned\tmoved to heap: x\n2\tBox\tinterface-conversion\tn escapes to heap\n`;
    expect(readBaseline(merged, "b.txt")).toEqual(baselineOf([x, n, n], BUILD));
  });

  test("keeps what Go source says from breaking lines or the terminal", () => {
    const evil = { ...x, function: "F\u001b[2J", message: 'moved to heap: "a\tb\nc"' };
    const text = formatBaseline(baselineOf([evil], BUILD));
    expect(text).not.toContain("\u001b");
    expect(compareWithBaseline([evil], readBaseline(text, "b.txt"))).toEqual({ added: [], stale: [] });
  });

  test.each([
    ["{}", "is no baseline that this release can read"],
    ["# escape-report baseline, format 1\npackage p\nx\n", "b.txt:3 is not a line of a baseline"],
    ["# escape-report baseline, format 1\npackage p\n<<<<<<< HEAD\n", "b.txt:3 holds a merge conflict"],
    ["# escape-report baseline, format 1\n1\tF\tpanic\tx\n", "b.txt:2 is not a line"],
  ])("that is none is an error with its place", (text, message) => {
    expect(() => readBaseline(text, "b.txt")).toThrow(InputError);
    expect(() => readBaseline(text, "b.txt")).toThrow(message);
  });

  test("does not fit a build with another release, platform or flags, and does with another patch release", () => {
    const facts = { packages: ["./..."], scope: "module", tests: false, flags: [], modules: [] } as const;
    const with_ = (version: string, goarch: string, flags: string[]) =>
      baselineBuild({ version, goos: "linux", goarch }, { ...facts, packages: ["./..."], modules: [], flags });
    expect(buildDifferences(BUILD, with_("go1.26.1", "amd64", []))).toEqual([]);
    expect(buildDifferences(BUILD, with_("go1.27.0", "arm64", ["-race"]))).toEqual([
      "go: go1.26 in the baseline, go1.27 now",
      "platform: linux/amd64 in the baseline, linux/arm64 now",
      "flags: none in the baseline, -race now",
    ]);
  });
});
