import { describe, expect, test } from "vitest";
import { diffReports, isEmptyDiff } from "../../src/diff/index.js";
import { diffSchema } from "../../src/records/diff.js";
import type { EscapeRecord } from "../../src/records/record.js";
import { escapeRecord } from "../helpers/escape.js";
import { GO_1_26, recordedSet, recordSet } from "../helpers/record-sets.js";

const step = { file: "a.go", line: 3, column: 1 };
/** `expression` goes on to `rest`. */
function flowOf(expression: string, ...rest: readonly [expression: string, reason: string][]): EscapeRecord["flow"] {
  const steps = [...rest].map(([text, reason]) => ({ expression: text, reason, ...step }));
  return [{ to: "{heap}", from: expression, dereferences: -1, steps }];
}

function known(...escapes: EscapeRecord[]) {
  return recordSet(escapes, { toolchain: GO_1_26 });
}

describe("a diff", () => {
  test("fits its schema and says where it comes from", async () => {
    const diff = diffReports(await recordedSet("go1.24", "tour"), await recordedSet("go1.26", "tour"), {
      names: ["old.txt", "new.txt"],
    });
    expect(diffSchema.parse(diff)).toEqual(diff);
    expect([diff.before.name, diff.before.escapes]).toEqual(["old.txt", 19]);
    expect([diff.after.name, diff.after.escapes]).toEqual(["new.txt", 20]);
  });

  test("counts every cause, and of the packages those with a difference", async () => {
    const { groups } = diffReports(await recordedSet("go1.24", "tour"), await recordedSet("go1.26", "tour"));
    const [byCause, byPackage] = groups;
    expect(byCause?.rows).toContainEqual({ key: "slice-growth", before: 0, after: 4, added: 4, removed: 0 });
    expect(byCause?.rows).toContainEqual({ key: "returned", before: 5, after: 5, added: 0, removed: 0 });
    expect(byPackage?.rows).toEqual([{ key: "example.com/tour", before: 19, after: 20, added: 4, removed: 3 }]);
  });

  test("counts by what else is asked for", async () => {
    const { groups } = diffReports(await recordedSet("go1.24", "tour"), await recordedSet("go1.26", "tour"), {
      groupBy: "function",
    });
    expect(groups.map(({ by }) => by)).toEqual(["cause", "package", "function"]);
    expect(groups[2]?.rows[0]).toMatchObject({ key: "example.com/tour.sliceEscape", added: 3, removed: 1 });
    expect(groups[2]?.same).toBeGreaterThan(0);
  });

  test("shows what is wanted, but compares everything", () => {
    const before = known(escapeRecord({ cause: "returned", flow: flowOf("x", ["return &x", "return"]) }));
    const after = known(escapeRecord({ cause: "heap-store", flow: flowOf("x", ["global = &x", "assign"]) }));
    const only = (cause: string) =>
      diffReports(before, after, { wants: (record) => record.kind === "escape" && record.cause === cause });
    expect(only("returned").changed).toHaveLength(1);
    expect(only("heap-store").changed).toHaveLength(1);
    expect(isEmptyDiff(only("panic"))).toBe(true);
  });

  test("leaves out what is not ranked unless all is asked for", () => {
    const constant = escapeRecord({ message: '"a" escapes to heap', expression: '"a"', allocates: "no" });
    expect(diffReports(known(), known(constant)).added).toEqual([]);
    expect(diffReports(known(), known(constant), { all: true }).added).toHaveLength(1);
  });

  test("takes a value that was a constant for a new allocation", () => {
    const boxed = { allocation: "boxed-value", cause: "interface-conversion", callee: "fmt.Println" } as const;
    const constant = escapeRecord({ ...boxed, expression: '"a"', message: '"a" escapes to heap', allocates: "no" });
    const variable = escapeRecord({ ...boxed, expression: "s", message: "s escapes to heap" });
    const diff = diffReports(known(constant), known(variable));
    expect([diff.added.length, diff.removed.length, diff.changed.length]).toEqual([1, 0, 0]);
  });

  test("shows where the flow of a changed allocation leaves its old one, names of variables aside", () => {
    const old = flowOf("x", ["&x", "address-of"], ["p := &x", "assign"], ["return p", "return"]);
    const now = flowOf("y", ["&y", "address-of"], ["q := &y", "assign"], ["send(q)", "call parameter"]);
    const [change] = diffReports(
      known(escapeRecord({ flow: old })),
      known(escapeRecord({ flow: now, cause: "call-argument", callee: "send", message: "moved to heap: x" })),
    ).changed;
    expect(change?.what).toEqual(["cause", "callee", "flow"]);
    expect(change?.parts).toMatchObject({
      hop: 0,
      step: 2,
      before: { expression: "return p" },
      after: { expression: "send(q)" },
    });
  });

  test("shows where the flow of a new allocation leaves that of one like it", () => {
    const old = escapeRecord({ flow: flowOf("x", ["&x", "address-of"], ["return &x", "return"]) });
    const now = escapeRecord({
      expression: "y",
      message: "moved to heap: y",
      line: 40,
      cause: "channel-send",
      flow: flowOf("y", ["&y", "address-of"], ["c <- &y", "send"]),
    });
    const [added] = diffReports(known(old), known(old, now)).added;
    expect(added?.parts).toMatchObject({ step: 1, before: { reason: "return" }, after: { reason: "send" } });
    expect(added?.parts?.like.line).toBe(12);
  });

  test("says nothing of a flow that only took other steps when the release is not the same", () => {
    const one = escapeRecord({ flow: flowOf("x", ["&x", "address-of"], ["return &x", "return"]) });
    const two = escapeRecord({
      flow: flowOf("x", ["&x", "address-of"], ["r := &x", "assign"], ["return r", "return"]),
    });
    expect(diffReports(known(one), known(two)).changed).toHaveLength(1);
    const later = recordSet([two], { toolchain: { ...GO_1_26, version: "go1.27.0" } });
    expect(isEmptyDiff(diffReports(known(one), later))).toBe(true);
  });
});
