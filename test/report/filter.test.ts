import { describe, expect, test } from "vitest";
import { isCandidate } from "../../src/report/filter.js";
import { escapeRecord } from "../helpers/escape.js";

describe("a candidate for the rankings", () => {
  test.each([
    [
      "what machine code shows to run only for a panic",
      { allocates: "maybe", reason: "panic", call: "newobject" },
      false,
    ],
    ["what machine code shows to run at times", { allocates: "maybe", reason: "conditional", call: "newobject" }, true],
    ["an allocation", {}, true],
    ["one that is proved", { allocates: "yes" }, true],
    ["a constant", { allocates: "no", cause: "interface-conversion" }, false],
    ["an argument of panic", { cause: "panic" }, false],
    ["a part of an argument of panic", { cause: "contained", rootCause: "panic" }, false],
  ] as const)("is %s: %s", (_, fields, candidate) => {
    expect(isCandidate(escapeRecord(fields))).toBe(candidate);
  });
});
