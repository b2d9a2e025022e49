// Equal names are made once, from a table of their bytes: these are the names of inlined calls.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "../../helpers/parse.js";

/** The names as they come out. */
function throughParser(names: readonly string[]): (string | undefined)[] {
  const { records } = parse(names.map((name) => `./p.go:1:2: inlining call to ${name}\n`).join(""));
  return records.map((record) => (record.kind === "inlined-call" ? record.callee : undefined));
}

describe("names", () => {
  test("come out as they went in", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 200 }), (names) => {
        expect(throughParser(names)).toEqual(names);
      }),
    );
  });

  test("that differ in one byte anywhere are told apart", () => {
    const name = "(*example.com/some/package.Type).method";
    const names = [...name].map((_, i) => `${name.slice(0, i)}_${name.slice(i + 1)}`);
    expect(throughParser([...names, ...names])).toEqual([...names, ...names]);
  });

  test("may be more than the table holds, and longer", () => {
    const names = Array.from({ length: 140_000 }, (_, i) => `name${i}`);
    const long = Array.from({ length: 1000 }, (_, i) => `${"long".repeat(i)}${i}`);
    expect(throughParser([...names, ...long, ...names.slice(0, 10)])).toEqual([
      ...names,
      ...long,
      ...names.slice(0, 10),
    ]);
  });
});
