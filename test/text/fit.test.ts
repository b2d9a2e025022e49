import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitFunction, fitPath } from "../../src/render/text/names.js";
import { displayWidth, fill, fitEnd } from "../../src/text/fit.js";

describe("fitEnd", () => {
  test("leaves what fits", () => expect(fitEnd("main.go", 7)).toBe("main.go"));
  test("cuts at the end", () => expect(fitEnd("main.go:12", 8)).toBe("main.go…"));
  test("counts columns, not characters", () => expect(fitEnd("日本語です", 6)).toBe("日本…"));
  test("keeps what is seen as one character together", () => expect(fitEnd("ae\u0301bc", 3)).toBe("ae\u0301…"));
});

test.each([fitEnd, fitFunction, fitPath])("%o never takes more columns than there are", (cut) => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (text, width) => displayWidth(cut(text, width)) <= width),
  );
});

describe("fill", () => {
  test("puts on a line what fits", () => {
    expect(fill(["to", "be", "or", "not", "to", "be"], 8)).toEqual(["to be or", "not to", "be"]);
  });
  test("never breaks a piece", () => expect(fill(["a", "0123456789"], 4)).toEqual(["a", "0123456789"]));
});
