import { describe, expect, test } from "vitest";
import { ShortLines } from "../../src/go/short-lines.js";

/** What is taken, and what is kept, of a text that comes in pieces. */
function read(text: string, pieceBytes: number, isTaken: (line: string) => boolean) {
  const taken: string[] = [];
  const given: Buffer[] = [];
  const lines = new ShortLines(
    (line) => {
      if (!isTaken(line)) return false;
      taken.push(line);
      return true;
    },
    (piece) => given.push(Buffer.from(piece)),
  );
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) lines.add(bytes.subarray(at, at + pieceBytes));
  lines.end();
  return { taken, kept: lines.text(), given: Buffer.concat(given).toString() };
}

const isPath = (line: string) => /^\S+$/.test(line);

describe("short lines", () => {
  const PRINTED = "example.com/a\n# example.com/a\na.go:3:2: x escapes to heap\nünï/b\nno end: of line\n\texample";

  test.each([1, 2, 3, 7, 20, 1000])("are found in pieces of %i bytes", (pieceBytes) => {
    const { taken, kept, given } = read(PRINTED, pieceBytes, isPath);
    expect(taken).toEqual(["example.com/a", "ünï/b"]);
    expect(kept).toBe("# example.com/a\na.go:3:2: x escapes to heap\nno end: of line\n\texample");
    expect(given).toBe(kept);
  });

  test("are not looked for in lines of a megabyte, of which the beginning is kept", () => {
    const { taken, kept } = read(`${"x".repeat(5 << 20)}\nexample.com/a\n`, 64 << 10, isPath);
    expect(taken).toEqual(["example.com/a"]);
    expect(kept.length).toBeLessThan(2 << 20);
    expect(kept).toMatch(/^x+/);
  });

  test("stay few, however much is printed", () => {
    const flood = "a.go:3:2: x escapes to heap\n".repeat(200_000);
    const { taken, kept, given } = read(`${flood}example.com/b\n`, 64 << 10, isPath);
    expect(taken).toEqual(["example.com/b"]);
    expect(kept.length).toBeLessThan(2 << 20);
    expect(given).toBe(flood);
  });
});
