import { describe, expect, test } from "vitest";
import { LineSplitter, MAX_LINE_BYTES } from "../../src/text/lines.js";

interface Split {
  readonly lines: readonly string[];
  readonly long: readonly { readonly beginning: string; readonly bytes: number }[];
}

function split(...chunks: readonly (string | Uint8Array)[]): Split {
  const lines: string[] = [];
  const long: { beginning: string; bytes: number }[] = [];
  const splitter = new LineSplitter(
    (buffer, start, end) => lines.push(buffer.toString("utf8", start, end)),
    (beginning, bytes) => long.push({ beginning: beginning.toString("utf8"), bytes }),
  );
  for (const chunk of chunks) splitter.write(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  splitter.end();
  return { lines, long };
}

const MOVED = "example.com/tour/main.go:12:2: moved to heap: x";
const FLOW = "example.com/tour/main.go:12:2:   flow: ~r0 ← &x:";

describe("a stream of bytes", () => {
  test.each([
    ["lines that end in LF", [`${FLOW}\n${MOVED}\n`], [FLOW, MOVED]],
    ["lines that end in CRLF, as on Windows", [`${FLOW}\r\n${MOVED}\r\n`], [FLOW, MOVED]],
    ["a last line without a break", [`${FLOW}\n${MOVED}`], [FLOW, MOVED]],
    ["empty lines", [`\n\n${MOVED}\n\r\n`], ["", "", MOVED, ""]],
    ["nothing", [""], []],
    ["no chunk at all", [], []],
    ["a carriage return inside a line, which is text", ['"a\rb" escapes to heap\n'], ['"a\rb" escapes to heap']],
    ["a line in three chunks", [FLOW.slice(0, 9), FLOW.slice(9, 20), `${FLOW.slice(20)}\n`], [FLOW]],
    ["CR and LF in two chunks", [`${MOVED}\r`, `\n${FLOW}\n`], [MOVED, FLOW]],
    ["a break at the start of a chunk", [MOVED, `\n${FLOW}`, "\n"], [MOVED, FLOW]],
    ["empty chunks between", ["", MOVED, "", "\n", ""], [MOVED]],
  ])("is cut into %s", (_, chunks, lines) => {
    expect(split(...chunks)).toEqual({ lines, long: [] });
  });

  test("is cut between the bytes of a character without harm", () => {
    const bytes = Buffer.from(`${FLOW}\n`);
    const arrow = bytes.indexOf("←");
    expect(
      split(bytes.subarray(0, arrow + 1), bytes.subarray(arrow + 1, arrow + 2), bytes.subarray(arrow + 2)).lines,
    ).toEqual([FLOW]);
  });

  test("may be a view into a larger buffer", () => {
    const whole = Buffer.from(`before\n${MOVED}\nafter\n`);
    const view = new Uint8Array(whole.buffer, whole.byteOffset + 7, MOVED.length + 1);
    expect(split(view).lines).toEqual([MOVED]);
  });

  test("hands over bytes that stay as they are when later chunks come", () => {
    const kept: { buffer: Buffer; start: number; end: number }[] = [];
    const splitter = new LineSplitter(
      (buffer, start, end) => kept.push({ buffer, start, end }),
      () => {},
    );
    for (const chunk of [`${FLOW}\n${MOVED.slice(0, 7)}`, `${MOVED.slice(7)}\n`, `${FLOW}\n`]) {
      splitter.write(Buffer.from(chunk));
    }
    splitter.end();
    expect(kept.map(({ buffer, start, end }) => buffer.toString("utf8", start, end))).toEqual([FLOW, MOVED, FLOW]);
  });
});

describe("a line that is too long", () => {
  const beginning = `example.com/big/big.go:3:14: "`;
  const megabyte = Buffer.alloc(1024 * 1024, "x");
  const inChunks = (megabytes: number): Uint8Array[] => Array.from({ length: megabytes }, () => megabyte);

  test("of 17 MiB is told with its beginning and its length, and the lines around it are kept", () => {
    const { lines, long } = split(`${FLOW}\n${beginning}`, ...inChunks(17), `" escapes to heap\n${MOVED}\n`);
    expect(lines).toEqual([FLOW, MOVED]);
    expect(long).toHaveLength(1);
    expect(long[0]?.bytes).toBe(beginning.length + 17 * megabyte.length + '" escapes to heap'.length);
    expect(long[0]?.beginning).toBe(`${beginning}${"x".repeat(1024 - beginning.length)}`);
  });

  test("is told when the input ends in it", () => {
    expect(split(...inChunks(17)).long.map(({ bytes }) => bytes)).toEqual([17 * megabyte.length]);
  });

  test("is too long however the chunks are cut", () => {
    const whole = Buffer.concat([...inChunks(17), Buffer.from(`\n${MOVED}\n`)]);
    const { lines, long } = split(whole);
    expect(long.map(({ bytes }) => bytes)).toEqual([17 * megabyte.length]);
    expect(lines.map((line) => line.length)).toEqual([MOVED.length]);
  });

  test("is not one of exactly the limit", () => {
    const { lines, long } = split(...inChunks(MAX_LINE_BYTES / megabyte.length), "\n");
    expect(lines.map((line) => line.length)).toEqual([MAX_LINE_BYTES]);
    expect(long).toEqual([]);
  });

  test("does not make the next long line part of it", () => {
    const { long } = split(...inChunks(17), "\n", ...inChunks(18), "\n");
    expect(long.map(({ bytes }) => bytes / megabyte.length)).toEqual([17, 18]);
  });
});
