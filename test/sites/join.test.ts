import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readArchive } from "../../parsers/archive/index.js";
import type { AllocationRecord, EscapeRecord } from "../../src/records/record.js";
import { collect } from "../../src/report/collect.js";
import { allocates, type CompactCode, compactCode, packageCode } from "../../src/sites/index.js";
import { archiveBytes, tablesOf } from "../helpers/archives.js";

// Output of go list -trimpath -export -gcflags='-m -m' in samples/archives/truth, Go 1.26 on amd64.
const OUTPUT = readFileSync(join(import.meta.dirname, "..", "..", "samples", "archives", "truth.go1.26.amd64.m2.txt"));
const IMPORT_PATH = "example.com/truth";

async function records(): Promise<(EscapeRecord | AllocationRecord)[]> {
  const archive = readArchive(archiveBytes("go1.26.amd64"), tablesOf("go1.26.amd64"), allocates);
  if (archive.kind !== "package") throw new Error(archive.note);
  const kept = JSON.stringify(
    compactCode(archive, { importPath: IMPORT_PATH, nameOf: () => null, sizeOf: () => null }),
  );
  const code = packageCode(JSON.parse(kept) as CompactCode, (file) => file);
  const found: (EscapeRecord | AllocationRecord)[] = [];
  await collect(
    [OUTPUT],
    { kinds: new Set(["escape", "allocation"] as const), code: () => code },
    { record: (record) => (record.kind === "escape" || record.kind === "allocation") && found.push(record) },
  );
  return found;
}

describe("decisions and machine code of one function for each case", () => {
  const byLine = new Map<number | null, string[]>();
  beforeAll(async () => {
    for (const record of await records()) {
      const { line, allocates: verdict, reason, call, type, bytes, loop } = record;
      const made = record.kind === "escape" ? record.allocation : record.cause;
      const what = [made, verdict, reason, call, type, bytes, loop === true ? "loop" : null];
      byLine.set(line, [...(byLine.get(line) ?? []), what.filter((each) => each !== null).join(" ")].sort());
    }
  });

  test.each([
    ["an inlined call", 17, ["pointer-literal yes newobject example.com/truth.Point 16"]],
    [
      "a loop",
      21,
      [
        "append maybe grows growslice *example.com/truth.Point 8 loop",
        "pointer-literal yes newobject example.com/truth.Point 16 loop",
      ],
    ],
    [
      "a slice that is moved to the heap when it is returned",
      23,
      ["slice-growth maybe grows moveSliceNoCap *example.com/truth.Point 8"],
    ],
    [
      "code that leaves a loop",
      29,
      ["boxed-value maybe small-value convT64", "pointer-literal maybe conditional newobject errors.errorString"],
    ],
    ["a constant", 35, ["boxed-value no constant"]],
    ["a small number", 36, ["boxed-value maybe small-value convT64"]],
    ["a byte", 37, ["boxed-value no static-table"]],
    ["a value without size", 38, ["boxed-value no zero-size"]],
    [
      "a text and its box",
      39,
      ["boxed-value yes convTstring string", "string-conversion yes slicebytetostring string"],
    ],
    ["a text that may stay", 41, ["string-building maybe stack-buffer slicebytetostring string"]],
    ["a map that grows", 42, ["map-growth maybe grows mapassign_faststr map[string]int 8"]],
    ["a channel", 43, ["channel yes makechan chan int 8"]],
    ["a slice of any length", 44, ["slice maybe conditional makeslice int"]],
    ["a slice that is too large for the stack", 45, ["make-slice yes makeslice uint8"]],
    ["a closure that captures", 46, ["closure yes newobject noalg.struct { F uintptr; X0 int } 16"]],
    ["a closure that captures nothing", 47, ["closure no no-captures"]],
    [
      "a goroutine",
      48,
      ["closure yes newobject noalg.struct { F uintptr; X0 chan int } 16", "goroutine-start maybe reused newproc"],
    ],
    ["a defer in a loop", 51, ["closure no no-captures", "deferred-call maybe deferred deferproc loop"]],
    ["a type assertion", 56, ["assertion-cache maybe once typeAssert"]],
    [
      "an error that is made only for texts without verbs",
      58,
      ["boxed-value yes convTstring string", "pointer-literal maybe conditional newobject errors.errorString"],
    ],
    ["the argument of a panic", 60, ["pointer-literal maybe panic newobject errors.errorString"]],
  ])("%s", (_, line, expected) => {
    expect(byLine.get(line)).toEqual(expected);
  });

  test("package-level data that the compiler lays out has no record", () => {
    expect(byLine.get(69)).toBeUndefined();
  });
});

test("without machine code the verdict is left to the text", async () => {
  const found: EscapeRecord[] = [];
  await collect(
    [OUTPUT],
    { kinds: new Set(["escape", "allocation"] as const) },
    { record: (record) => record.kind === "escape" && found.push(record) },
  );
  expect(new Set(found.map(({ allocates: verdict }) => verdict))).toEqual(new Set(["unknown", "no"]));
  expect(found.every(({ reason, call }) => reason === null && call === null)).toBe(true);
});

test("an inline stack is given outermost first, for inlined calls only", async () => {
  const [conditional] = (await records()).filter(({ line, call }) => line === 58 && call === "newobject");
  expect(conditional?.stack?.map(({ line }) => line)).toEqual([58, 31, 65]);
  const [own] = (await records()).filter(({ line }) => line === 46);
  expect(own?.stack).toBeNull();
});
