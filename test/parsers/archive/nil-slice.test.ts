import { describe, expect, test } from "vitest";
import { arm64NilSlice } from "../../../parsers/archive/arm64.js";
import { amd64NilSlice } from "../../../parsers/archive/x86.js";

/** As `go build -gcflags=-S` shows them: the code up to the call, and the bytes of its target. */
const CODE = {
  // XORL AX, AX; XORL BX, BX; MOVQ BX, CX; CALL
  copied: "90 31c0 31db 4889d9 e8 00000000",
  // XORL AX, AX; XORL BX, BX; XORL CX, CX; CALL
  zeroed: "90 31c0 31db 31c9 e8 00000000",
  // XORL AX, AX; XORL BX, BX; MOVL BX, CX; CALL, as Go 1.27 has it
  short: "90 31c0 31db 89d9 e8 00000000",
  // MOVQ DX, AX; XORL BX, BX; MOVQ BX, CX; CALL
  given: "4889d0 31db 4889d9 e8 00000000",
  // XORL AX, AX; XORL BX, BX; MOVQ DX, CX; CALL
  room: "31c0 31db 4889d1 e8 00000000",
};

function bytes(text: string): Buffer {
  return Buffer.from(text.replaceAll(" ", ""), "hex");
}

/** MOVD from a register, or from the zero register, 31. */
function move(from: number, to: number): Buffer {
  const word = Buffer.alloc(4);
  word.writeUInt32LE(0xaa0003e0 + from * 0x10000 + to);
  return word;
}

describe("a nil slice in front of a call", () => {
  test.each([
    ["copied", 1],
    ["zeroed", 1],
    ["short", 1],
    ["given", null],
    ["room", null],
  ] as const)("on amd64: %s", (name, start) => {
    const code = bytes(CODE[name]);
    expect(amd64NilSlice(code, code.length - 4)).toBe(start);
    expect(amd64NilSlice(code, 4)).toBe(null);
  });

  test.each([
    ["zeroed", [31, 31, 31], [0, 1, 2], 4],
    ["in another order", [31, 31, 31], [2, 0, 1], 4],
    ["copied, as Go 1.24 has it", [31, 31, 1], [0, 1, 2], 4],
    ["copied before it is zero", [31, 1, 31], [0, 2, 1], null],
    ["given", [3, 31, 31], [0, 1, 2], null],
    ["other registers", [31, 31, 31], [0, 1, 3], null],
    ["one of them twice", [31, 31, 31], [0, 1, 1], null],
  ] as const)("on arm64: %s", (_, from, to, start) => {
    const code = Buffer.concat([move(7, 8), ...from.map((register, i) => move(register, to[i] ?? 0)), Buffer.alloc(4)]);
    expect(arm64NilSlice(code, code.length - 4)).toBe(start);
    expect(arm64NilSlice(code, 8)).toBe(null);
  });
});
