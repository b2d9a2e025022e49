import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonText } from "../../src/text/json.js";

describe("jsonText", () => {
  test("escapes what a terminal would hide or obey", () => {
    expect(jsonText("##[x] #[ ##vso[")).toBe(String.raw`"#\u0023[x] #[ #\u0023vso["`);
    expect(jsonText({ a: "\u009b31m\u202e\u007f\u{e0041}\u2028" })).toBe(
      String.raw`{"a":"\u009b31m\u202e\u007f\udb40\udc41\u2028"}`,
    );
  });

  test("indents as JSON.stringify does", () => {
    expect(jsonText({ a: [1] }, 2)).toBe('{\n  "a": [\n    1\n  ]\n}');
  });

  test("is read as the value that it was made from, and shows every character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const json = jsonText(text);
        expect(JSON.parse(json)).toBe(text);
        expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
