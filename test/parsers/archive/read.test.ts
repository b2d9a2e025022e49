import { describe, expect, test } from "vitest";
import { type MachineCall, openDefinitions, readArchive } from "../../../parsers/archive/index.js";
import {
  archiveBytes,
  expectedLines,
  partsOf,
  RECORDED_ARCHIVES,
  recordedCalls,
  tablesOf,
} from "../../helpers/archives.js";

/** The calls that the recorded script listed: those that can allocate, or copy, or panic on purpose. */
const LISTED =
  /^runtime\.(?:newobject|mallocgc\w*|makeslice|makechan|makemap_small|conv\w+|slicebytetostring|concatstring2|growslice|moveSlice\w*|mapassign\w*|typeAssert|deferproc|newproc|chansend1|gopanic|memmove|panicunsafe\w+)$/;

/** As in the recorded table: `newobject(example.com/truth.Point:16)`. */
function describeCall({ callee, type }: MachineCall): string {
  const name = (callee ?? "").replace("runtime.", "");
  const size = type?.size === null || type?.size === undefined ? "" : `:${type.size}`;
  return type === null ? name : `${name}(${type.name}${size})`;
}

function position({ stack }: MachineCall): string {
  return stack
    .map(({ function: name, line }) => `${name?.replace("example.com/truth.", "") ?? "?"}:${line}`)
    .join(" > ");
}

/** The calls in functions of the package itself; others are instances, and wrappers for the assembler's rules. */
function callsOfLine(line: number): string[] {
  return recordedCalls("go1.26.amd64")
    .filter(({ caller, call }) => !caller.dupok && call.stack[0].line === line && LISTED.test(call.callee ?? ""))
    .map(({ call }) => describeCall(call))
    .sort();
}

describe("an archive", () => {
  // Types of other packages were left out of the recorded table's sizes; the line of a generic function has no code.
  const lines = expectedLines().filter(({ line }) => line !== 54);

  test.each(lines)("holds the calls of line $line with type and size", ({ line, calls }) => {
    const unique = (list: readonly string[]) => [...new Set(list)].sort();
    expect(unique(callsOfLine(line))).toEqual(unique(calls));
  });

  test("names its platform and release", () => {
    const result = readArchive(archiveBytes("go1.26.arm64"), tablesOf("go1.26.arm64"), () => false);
    expect(result).toMatchObject({ head: { goos: "linux", goarch: "arm64", version: "go1.26.8" } });
  });

  test("gives the whole inline stack, outermost first", () => {
    const inlined = recordedCalls("go1.26.amd64").filter(({ caller }) => caller.name === "example.com/truth.Inlined");
    expect(inlined.map(({ call }) => position(call))).toContain("Inlined:17 > newPoint:15");
  });

  test("numbers inlined functions of other packages, which have no name in it", () => {
    const [found] = recordedCalls("go1.26.amd64").filter(
      ({ caller, call }) => caller.name === "example.com/truth.Panics" && call.callee === "runtime.newobject",
    );
    expect(found?.call.stack.map(({ reference }) => reference?.package ?? null)).toEqual([null, "errors"]);
  });

  test("marks copies of which the linker keeps one", () => {
    const copies = recordedCalls("go1.26.amd64").filter(({ caller }) => caller.dupok);
    expect([...new Set(copies.map(({ caller }) => caller.name))]).toContain("example.com/truth.Generic[go.shape.int]");
  });
});

describe("jumps", () => {
  test("tell a loop from code that leaves it", () => {
    const looping = recordedCalls("go1.26.amd64").filter(({ call }) => call.loop);
    expect([...new Set(looping.map(({ call }) => call.stack[0].line))].sort()).toEqual([21, 51]);
  });

  test("tell what a line may leave out", () => {
    const found = recordedCalls("go1.26.amd64").filter(({ caller: { name } }) => /\.(?:Conditional|Loop)$/.test(name));
    const contexts = found.flatMap(({ call }) =>
      LISTED.test(call.callee ?? "") ? `${call.stack[0].line} ${call.callee} ${call.conditional}` : [],
    );
    expect(contexts).toEqual([
      "21 runtime.newobject false",
      "21 runtime.growslice true",
      "23 runtime.moveSliceNoCap true",
      "58 runtime.convTstring false",
      "58 runtime.newobject true",
    ]);
  });
});

describe("releases and architectures", () => {
  const summary = (name: (typeof RECORDED_ARCHIVES)[number]) =>
    recordedCalls(name)
      .filter(({ call }) => LISTED.test(call.callee ?? ""))
      .map(({ call }) => `${position(call)} ${describeCall(call)} ${call.loop} ${call.conditional}`);

  test("arm64 has the same calls as amd64, in the same loops and under the same conditions", () => {
    const ofPanics = /panicunsafe|memmove|gopanic/;
    const both = [summary("go1.26.arm64"), summary("go1.26.amd64")].map((calls) =>
      calls.filter((call) => !ofPanics.test(call)),
    );
    expect(both[0]).toEqual(both[1]);
  });

  test.each(RECORDED_ARCHIVES)("%s allocates a closure that captures, with its size", (name) => {
    const [call] = summary(name).filter((each) => each.startsWith("Closure:46"));
    expect(call).toMatch(
      /^Closure:46 (?:newobject|mallocgcSmallNoScanSC2)\((?:noalg\.)?struct \{ F uintptr; X0 int \}:16\)/,
    );
  });

  test("Go 1.27 names size classes, but for the shapes of generics", () => {
    const calls = summary("go1.27.1.amd64");
    expect(calls).toContain("Inlined:17 > newPoint:15 mallocgcSmallNoScanSC2(example.com/truth.Point:16) false false");
    expect(calls.filter((call) => call.includes("newobject")).every((call) => call.includes("go.shape"))).toBe(true);
  });
});

describe("definitions", () => {
  test("have the names and sizes that other archives refer to", () => {
    const definitions = openDefinitions(partsOf(archiveBytes("go1.26.amd64")));
    const names = Array.from({ length: 200 }, (_, index) => definitions.name(index));
    expect(names).toContain("example.com/truth.Inlined");
    expect(definitions.size(names.indexOf("type:example.com/truth.Point"))).toBe(16);
    expect(definitions.sizeOf("example.com/truth.Point")).toBe(16);
    expect(definitions.sizeOf("no.such.Type")).toBeNull();
    expect(definitions.name(4_000_000_000)).toBeNull();
  });
});
