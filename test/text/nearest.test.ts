import { describe, expect, test } from "vitest";
import { CAUSE_WORDS, CAUSES } from "../../src/records/vocabulary.js";
import { nearest } from "../../src/text/nearest.js";

describe("what was probably meant", () => {
  test.each([
    ["boxing", "interface-conversion"],
    ["Boxed", "interface-conversion"],
    ["interface", "interface-conversion"],
    ["interface_conversion", "interface-conversion"],
    ["append", "slice-growth"],
    ["retruned", "returned"],
    ["return", "returned"],
    ["dynamic call", "interface-call"],
    ["closure", "closure-capture"],
    ["chan", "channel-send"],
    ["goroutines", "goroutine"],
    ["too-large", "stack-limit"],
  ])("by the cause %s is %s", (given, cause) => {
    expect(nearest(given, CAUSES, CAUSE_WORDS)).toBe(cause);
  });

  test.each(["", "x", "zebra", "constructor", "__proto__", "hasOwnProperty"])("by %j is nothing", (given) => {
    expect(nearest(given, CAUSES, CAUSE_WORDS)).toBeNull();
  });

  test("is a word with two letters changed over, but of short words only one that differs little", () => {
    expect(nearest("biuld", ["build", "blame"])).toBe("build");
    expect(nearest("jsn", ["json", "table"])).toBe("json");
    expect(nearest("nope", ["top", "scope"])).toBeNull();
  });

  test("calls no two causes by one word", () => {
    const words = Object.values(CAUSE_WORDS).flat();
    expect(new Set([...words, ...CAUSES]).size).toBe(words.length + CAUSES.length);
  });
});
