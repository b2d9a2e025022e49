import { describe, expect, test } from "vitest";
import { resultOwner, storeOf } from "../../src/blame/storage-culprit.js";

describe("what a culprit's name stands for", () => {
  test.each([
    ["field .err in package tls", { kind: "field", name: ".err" }],
    ["variable tls.kept", { kind: "variable", name: "kept" }],
    ["variable other.kept", null],
    ["variable tls.kept.f", null],
    ["append to x.list in tls.add", null],
    ["element m in tls.add", null],
  ])("%s", (name, expected) => {
    expect(storeOf({ kind: "store", name, package: "crypto/tls" })).toEqual(expected);
    expect(storeOf({ kind: "statement", name, package: "crypto/tls" })).toBeNull();
    expect(storeOf({ kind: "store", name, package: null })).toBeNull();
  });

  test("a result is that of its function", () => {
    expect(resultOwner({ kind: "result", name: "result of tls.(*Conn).state" })).toBe("tls.(*Conn).state");
    expect(resultOwner({ kind: "store", name: "result of x" })).toBeNull();
  });
});
