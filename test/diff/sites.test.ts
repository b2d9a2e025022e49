// What machine code adds to a comparison: calls without a decision, and what a change does to what stays.
import { describe, expect, test } from "vitest";
import { diffReports } from "../../src/diff/index.js";
import { diffSchema } from "../../src/records/diff.js";
import type { DiagnosticRecord } from "../../src/records/record.js";
import { allocationRecord, escapeRecord } from "../helpers/escape.js";
import { GO_1_26, recordSet } from "../helpers/record-sets.js";

const BUILD = {
  packages: ["./..."],
  scope: "module" as const,
  tests: false,
  flags: [],
  modules: [],
  machineCode: true,
};

function compare(
  before: readonly DiagnosticRecord[],
  after: readonly DiagnosticRecord[],
  newer: string = GO_1_26.version,
) {
  const side = (records: readonly DiagnosticRecord[], version: string) =>
    recordSet(records, { toolchain: { ...GO_1_26, version }, build: BUILD });
  return diffSchema.parse(diffReports(side(before, GO_1_26.version), side(after, newer)));
}

const grows = allocationRecord({
  call: "growslice",
  type: "int",
  bytes: 8,
  message: "growslice of int",
  reason: "grows",
  loop: true,
});
const make = allocationRecord({
  call: "makeslice",
  type: "int",
  bytes: 8,
  message: "makeslice of int",
  cause: "slice",
  allocates: "yes",
  loop: false,
  line: 10,
});
const pointer = escapeRecord({ call: "newobject", type: "T", bytes: 16, allocates: "yes", loop: false });

describe("a call without a decision", () => {
  test("is added and removed as an escape is, with its doubt", () => {
    const { added, before, after } = compare([pointer], [pointer, grows]);
    expect(added).toMatchObject([{ kind: "allocation", doubt: "grows", reason: null, parts: null }]);
    expect([before.escapes, after.escapes]).toEqual([1, 2]);
    expect(compare([pointer, grows], [pointer]).removed).toMatchObject([{ message: "growslice of int" }]);
  });

  test("that never allocates counts nowhere", () => {
    const never = escapeRecord({ expression: '"started"', allocates: "no", reason: "constant" });
    expect(compare([], [never]).added).toEqual([]);
  });

  test("is no difference where one side knows only the text", () => {
    const text = recordSet([pointer], { toolchain: GO_1_26, build: { ...BUILD, machineCode: false } });
    const code = recordSet([pointer, grows], { toolchain: GO_1_26, build: BUILD });
    expect(diffReports(text, code).added).toEqual([]);
    expect(diffReports(code, text).removed).toEqual([]);
  });

  test("of which another release prints a decision is the same", () => {
    const decided = escapeRecord({
      message: "append escapes to heap",
      expression: "append(out, i)",
      allocation: "append",
      cause: "slice-growth",
      call: "growslice",
      type: "int",
      bytes: 8,
      allocates: "maybe",
      reason: "grows",
      loop: true,
    });
    const { added, removed, changed, unchanged } = compare([grows], [decided], "go1.27.1");
    expect([added, removed, changed, unchanged]).toEqual([[], [], [], 1]);
  });
});

describe("a slice that is moved off the stack", () => {
  const move = allocationRecord({ call: "moveSlice", message: "moveSlice", reason: "grows", loop: false });

  test("is the growth that an older release had on the heap, and new under the same release", () => {
    expect(compare([grows], [grows, move], "go1.27.1").added).toEqual([]);
    expect(compare([grows], [grows, move]).added).toHaveLength(1);
    expect(compare([grows, move], [grows, move, { ...move, function: "F" }], "go1.27.1").added).toHaveLength(1);
  });
});

describe("what stays and is changed", () => {
  const effects = (before: readonly DiagnosticRecord[], after: readonly DiagnosticRecord[]) => {
    const { added, removed, changed } = compare(before, after);
    return [added.length, removed.length, changed.map((each) => each.effects)];
  };

  test.each([
    ["into a loop", { loop: true }, ["into-loop"]],
    ["to a larger type", { type: "U", bytes: 32 }, ["more-bytes"]],
    ["to a smaller type", { type: "U", bytes: 8 }, ["fewer-bytes"]],
    ["behind a guard on its line", { allocates: "maybe", reason: "conditional" }, ["conditional"]],
  ] as const)("%s", (_, fields, wanted) => {
    expect(effects([pointer], [{ ...pointer, ...fields }])).toEqual([0, 0, [wanted]]);
  });

  test.each([
    ["out of a loop", { loop: false }, ["out-of-loop"]],
    ["to happen each time", { allocates: "yes", reason: null }, ["certain"]],
  ] as const)("%s", (_, fields, wanted) => {
    const before = { ...pointer, loop: true, allocates: "maybe", reason: "conditional" } as const;
    expect(effects([before], [{ ...before, ...fields }])).toEqual([0, 0, [wanted]]);
  });

  test("an append that grew is one make now", () => {
    expect(effects([grows], [make])).toEqual([0, 0, [["out-of-loop", "no-growth"]]]);
  });

  test("an append that stays is given its room by a make", () => {
    const { added, changed, groups, before, after } = compare([grows], [make, grows]);
    expect(added).toEqual([]);
    expect(changed).toMatchObject([
      { before: { call: "growslice" }, after: { call: "makeslice" }, effects: ["preallocated"] },
    ]);
    expect([before.escapes, after.escapes]).toEqual([1, 2]);
    expect(groups[0]?.rows).toContainEqual({ key: "slice", before: 0, after: 1, added: 0, removed: 0 });
  });

  test("a make that gives nothing its room is new: of another type, behind the append, or in a loop", () => {
    for (const other of [{ type: "string" }, { line: 40 }, { loop: true }]) {
      expect(compare([grows], [{ ...make, ...other }, grows]).added).toHaveLength(1);
    }
  });

  test("what is worse in the place of another kind is new", () => {
    const inLoop = { ...make, loop: true };
    expect(effects([{ ...grows, loop: false }], [inLoop])).toEqual([1, 1, []]);
  });
});

describe("wrappers that the compiler makes up", () => {
  const wrapper = escapeRecord({ file: "<autogenerated>", line: 1, function: "(*Outer).Get" });

  test("follow their method: they are neither new nor gone", () => {
    expect(compare([pointer], [pointer, wrapper, wrapper]).added).toEqual([]);
  });

  test("are not taken for the method that they wrap", () => {
    const method = { ...pointer, function: "(*T).Get", message: "moved to heap: t", expression: "t" };
    const byValue = { ...method, function: "T.Get" };
    const { added, removed } = compare([method], [byValue, { ...wrapper, function: "(*T).Get" }]);
    expect([added, removed]).toEqual([[], []]);
  });
});
