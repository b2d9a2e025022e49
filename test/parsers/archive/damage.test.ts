import { describe, expect, test } from "vitest";
import { type ArchiveResult, openDefinitions, readArchive } from "../../../parsers/archive/index.js";
import { archiveBytes, functionsOf, partsOf, tablesOf } from "../../helpers/archives.js";

const NAME = "go1.26.amd64";
const WHOLE = archiveBytes(NAME);
const TABLES = tablesOf(NAME);
const OBJECT = WHOLE.indexOf("\0go120ld");
const BLOCKS = 19;
const END = OBJECT + WHOLE.readUInt32LE(OBJECT + 20 + 4 * (BLOCKS - 1));

function read(bytes: Uint8Array): ArchiveResult {
  const definitions = openDefinitions(partsOf(bytes));
  for (const index of [0, 1, 50, 4_000_000_000]) {
    definitions.name(index);
    definitions.size(index);
  }
  definitions.sizeOf("example.com/truth.Point");
  return readArchive(bytes, TABLES, () => true);
}

/** Where the blocks of the object start in the archive. */
function blockStarts(): number[] {
  return Array.from({ length: BLOCKS }, (_, block) => OBJECT + WHOLE.readUInt32LE(OBJECT + 20 + 4 * block));
}

function flipped(at: number, bits: number): Buffer {
  const copy = Buffer.from(WHOLE);
  copy[at] = (copy[at] ?? 0) ^ bits;
  return copy;
}

describe("a damaged archive", () => {
  const memberStarts = [0, 8, 68, OBJECT];

  test.each([...new Set([...memberStarts, ...blockStarts()])])("that is cut at byte %i is said to be damaged", (at) => {
    for (const length of [at - 1, at, at + 1, at + 7]) {
      // What lies behind the last block is a byte that makes the length even.
      if (length < 8 || length >= END) continue;
      const result = read(WHOLE.subarray(0, length));
      expect(result).toMatchObject({ kind: "unreadable", problem: length === 8 ? "no-object" : "damaged" });
    }
  });

  test("with a flipped bit anywhere in the head of the object is read or refused, never thrown at", () => {
    for (let at = OBJECT; at < OBJECT + 20 + 4 * BLOCKS; at++) {
      for (const bit of [0, 3, 7]) expect(["package", "unreadable"]).toContain(read(flipped(at, 1 << bit)).kind);
    }
  });

  test("with flipped bytes in every block is read or refused, never thrown at", () => {
    const starts = blockStarts();
    starts.forEach((start, block) => {
      const end = starts[block + 1] ?? start;
      const stride = Math.max(1, Math.floor((end - start) / 40));
      for (let at = start; at < end; at += stride) {
        for (const bits of [0xff, 0x01]) expect(["package", "unreadable"]).toContain(read(flipped(at, bits)).kind);
      }
    });
  });

  test("that names no offsets in order is refused", () => {
    const bytes = Buffer.from(WHOLE);
    bytes.writeUInt32LE(0xffffffff, OBJECT + 20 + 4 * 14);
    expect(read(bytes)).toMatchObject({ kind: "unreadable", problem: "damaged" });
  });
});

describe("bytes that are no Go package", () => {
  test("are told from an archive", () => {
    expect(read(Buffer.from("\x7fELF and so on"))).toMatchObject({ kind: "unreadable", problem: "not-an-archive" });
    expect(read(new Uint8Array())).toMatchObject({ kind: "unreadable", problem: "not-an-archive" });
  });

  test("an object of another format is refused by its magic, and its release is named", () => {
    const bytes = Buffer.from(WHOLE);
    bytes.write("\0go199ld", OBJECT, "latin1");
    expect(read(bytes)).toEqual({
      kind: "unreadable",
      problem: "unknown-format",
      note: "objects of go1.26.8 have a format that is not known",
    });
  });

  test("an archive of export data alone has no object", () => {
    // The archive of a package without code that is compiled, such as unsafe.
    const objectMember = WHOLE.indexOf("_go_.o");
    expect(read(WHOLE.subarray(0, objectMember))).toMatchObject({ kind: "unreadable", problem: "no-object" });
  });

  test("an architecture whose code is not read is named", () => {
    const bytes = Buffer.from(WHOLE);
    const head = bytes.indexOf("go object linux amd64", OBJECT - 400);
    bytes.write("go object linux wasm6", head, "latin1");
    expect(read(bytes)).toEqual({
      kind: "unreadable",
      problem: "not-supported",
      note: "machine code of wasm6 is not read",
    });
  });
});

test("without the numbers of relocations no call is found, and nothing is invented", () => {
  const result = readArchive(WHOLE, { builtins: [], relocations: new Map() }, () => true);
  expect(functionsOf(result).flatMap(({ calls }) => calls)).toEqual([]);
});
