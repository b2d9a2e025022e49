// What two releases print of one program: their wording is no difference, only what they decide.
import { describe, expect, test } from "vitest";
import { diffReports } from "../../src/diff/index.js";
import type { Diff } from "../../src/records/diff.js";
import { changesOf } from "../helpers/edits.js";
import { recordedSet } from "../helpers/record-sets.js";
import type { Build, Release } from "../helpers/recorded.js";

async function between(before: Release, after: Release, build: Build): Promise<Diff> {
  return diffReports(await recordedSet(before, build), await recordedSet(after, build));
}

describe("one program under two releases", () => {
  test("go1.19 and go1.21: Gen is inlined now, so that its v is there in main, too; in the instances' wrappers it is no place of its own", async () => {
    expect(changesOf(await between("go1.19", "go1.21", "tour"))).toEqual([
      "+ main: moved to heap: v [call-argument]",
      "+ main: moved to heap: v [call-argument]",
      "leak + Gen[go.shape.int]: parameter v leaks to v with derefs=0:",
    ]);
  });

  test("go1.21 and go1.22: Data.Print is inlined into main by way of its interface", async () => {
    expect(changesOf(await between("go1.21", "go1.22", "tour"))).toEqual([
      "+ main: d.Value escapes to heap [interface-conversion]",
    ]);
  });

  test.each([
    ["go1.22", "go1.23"],
    ["go1.23", "go1.24"],
    ["go1.26", "go1.27"],
  ] as const)("%s and %s: no difference", async (before, after) => {
    expect(changesOf(await between(before, after, "tour"))).toEqual([]);
  });

  test("go1.24 and go1.26: append is reported, small slices of any size stay, constants are known through variables", async () => {
    const diff = await between("go1.24", "go1.26", "tour");
    expect(changesOf(diff)).toEqual([
      "+ sliceEscape: append escapes to heap [slice-growth]",
      "+ sliceEscape: append escapes to heap [slice-growth]",
      "+ sliceEscape: append escapes to heap [slice-growth]",
      "+ main.func1: append escapes to heap [slice-growth]",
      "- callPrintAny: num escapes to heap [interface-conversion] at main.go:25",
      "- sliceEscape: make([]int, n) escapes to heap [stack-limit] at main.go:42",
      "- main: make([]int, n) escapes to heap [stack-limit] at main.go:67",
    ]);
    // Of the functions' names alone, nine of the records that stay have another one.
    expect(diff.unchanged).toBe(16);
  });

  test("go1.19 and go1.27, eight releases apart: nothing is taken for moved or changed", async () => {
    const diff = await between("go1.19", "go1.27", "tour");
    expect(diff.moved).toEqual([]);
    expect(diff.changed).toEqual([]);
    expect(diff.unchanged).toBe(13);
  });
});

describe("a package that was worked on, under two releases", { timeout: 60_000 }, () => {
  test("strconv in go1.23 and go1.24: no difference", async () => {
    expect(changesOf(await between("go1.23", "go1.24", "strconv"))).toEqual([]);
  });

  test("strconv in go1.22 and go1.23: its errors clone their text in another way", async () => {
    const { added, removed, moved, changed } = await between("go1.22", "go1.23", "strconv");
    expect(new Set(added.map(({ message }) => message))).toEqual(
      new Set(["make([]byte, len(stringslite.s)) escapes to heap"]),
    );
    expect(new Set(removed.map(({ message }) => message))).toEqual(new Set(["string(([]byte)(x)) escapes to heap"]));
    expect([moved, changed]).toEqual([[], []]);
  });

  test("net/http in go1.24 and go1.26: what a renamed scheduler of HTTP/2 does is not new", async () => {
    const { moved } = await between("go1.24", "go1.26", "net_http");
    expect(moved.map(({ after }) => after.function)).toContain("(*http2priorityWriteSchedulerRFC7540).CloseStream");
  });

  test("net/http in go1.26 and go1.27: HTTP/2 went to another package, and the rest stays", async () => {
    const { removed, changed, unchanged } = await between("go1.26", "go1.27", "net_http");
    const bundled = removed.filter(({ function: name }) => /http2/.test(name ?? ""));
    expect(bundled.length / removed.length).toBeGreaterThan(0.9);
    expect(changed.length).toBeLessThan(10);
    expect(unchanged).toBeGreaterThan(870);
  });
});
