import { describe, expect, test } from "vitest";
import { PrintedText } from "../../src/sources/printed-text.js";

/** Pieces that hold only until they are taken, as those of a stream do. */
function filled(memoryBytes: number, pieces: readonly string[]): PrintedText {
  const text = new PrintedText(memoryBytes);
  for (const piece of pieces) {
    const bytes = Buffer.from(piece);
    text.add(bytes);
    bytes.fill(0);
  }
  return text;
}

function read(text: PrintedText): string | null {
  const all = text.take();
  return all === null ? null : Buffer.concat([...all]).toString();
}

const PIECES = Array.from(
  { length: 3000 },
  (_, i) => `a.go:${i}:2: x escapes to heap, ${"and more ".repeat(i % 90)}\n`,
);

describe("what is printed while packages are listed", () => {
  test.each([0, 10, 100_000, 1 << 30])("comes as it was, once, with %i bytes in memory", (memoryBytes) => {
    const text = filled(memoryBytes, PIECES);
    expect(read(text)).toBe(PIECES.join(""));
    expect(read(text)).toBeNull();
  });

  test("is nothing where nothing was printed", () => {
    expect(read(filled(10, []))).toBe("");
  });

  test("is not there once it is closed, also while it is read", () => {
    const closed = filled(10, PIECES);
    closed.close();
    closed.add(Buffer.from("more"));
    expect(read(closed)).toBeNull();
    const left = filled(100_000, PIECES);
    for (const _ of left.take() ?? []) break;
    expect(read(left)).toBeNull();
  });

  test("is not there where there is no room for it", () => {
    const directory = process.env["TMPDIR"];
    process.env["TMPDIR"] = "/nowhere/at/all";
    try {
      expect(read(filled(10, PIECES))).toBeNull();
    } finally {
      if (directory === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = directory;
    }
  });
});
