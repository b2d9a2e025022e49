import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteTable } from "../../../parsers/diagnostics/byte-table.js";

/** Looks every text up, in a buffer that holds all of them, and tells how many were made. */
function lookUp(texts: readonly string[]): { readonly found: string[]; readonly made: number } {
  let made = 0;
  const table = new ByteTable((text) => {
    made++;
    return text;
  });
  const buffer = Buffer.from(texts.join(""));
  let at = 0;
  const found = texts.map((text) => {
    const start = at;
    at += Buffer.byteLength(text);
    return table.get(buffer, start, at);
  });
  return { found, made };
}

describe("a table of bytes", () => {
  test("gives each text back, and makes equal ones once", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 30 }), { maxLength: 200 }), (texts) => {
        expect(lookUp(texts)).toEqual({ found: texts, made: new Set(texts).size });
      }),
    );
  });

  test("tells apart texts that differ in one byte anywhere", () => {
    const text = "(*example.com/some/package.Type).method";
    const texts = [...text].map((_, i) => `${text.slice(0, i)}_${text.slice(i + 1)}`);
    expect(lookUp([...texts, ...texts])).toEqual({ found: [...texts, ...texts], made: texts.length });
  });

  test("goes on when it has seen more texts than it remembers", () => {
    const texts = Array.from({ length: 140_000 }, (_, i) => `name${i}`);
    expect(lookUp(texts).found).toEqual(texts);
  });
});
