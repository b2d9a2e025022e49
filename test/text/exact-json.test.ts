import { expect, test } from "vitest";
import { exactJsonText } from "../../src/text/json.js";

test("bigints are written as numbers with all digits", () => {
  expect(exactJsonText({ a: 2n ** 63n - 1n, b: -5n, c: [1, "x"] })).toBe(
    '{"a":9223372036854775807,"b":-5,"c":[1,"x"]}',
  );
});

test("no text can be taken for a number, whatever it holds", () => {
  const value = { "#12": "#12", n: 7n, deep: ["##7", '"#1"', "#"] };
  expect(JSON.parse(exactJsonText(value))).toEqual({ ...value, n: 7 });
});
