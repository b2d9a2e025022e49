import { describe, expect, test } from "vitest";
import { runTimeCall } from "../../src/sites/run-time-calls.js";
import type { Site } from "../../src/sites/site.js";
import { verdictOf } from "../../src/sites/verdict.js";

const site = (call: string, facts: Partial<Site>): Site => {
  const runTime = runTimeCall(`runtime.${call}`);
  if (runTime === null) throw new Error(`${call} is not known`);
  return {
    function: "F",
    file: "f.go",
    line: 1,
    stack: [],
    call,
    runTime,
    type: null,
    bytes: null,
    loop: false,
    conditional: false,
    panics: false,
    ...facts,
  };
};

describe("what only runs on the way to a panic counts with the panics", () => {
  test.each([
    ["an object", "newobject", {}],
    ["a number that may be small", "convT64", {}],
    ["what a path of the line avoids", "newobject", { conditional: true }],
    ["a slice that grows", "growslice", {}],
  ])("%s", (_, call, facts) => {
    expect(verdictOf(site(call, { ...facts, panics: true }), true)).toEqual({ allocates: "maybe", reason: "panic" });
    expect(verdictOf(site(call, { ...facts, panics: null }), true).reason).not.toBe("panic");
    expect(verdictOf(site(call, facts), true).reason).not.toBe("panic");
  });
});
