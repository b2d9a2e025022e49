import { JUMP, JumpList, type Jumps } from "./jumps.js";

/**
 * The jumps of ARM64 code. Every instruction has four bytes, and five encodings jump (Arm Architecture Reference Manual,
 * C4.1.65 "Branches, Exception Generating and System instructions").
 */
export function readArm64Jumps(code: Buffer): Jumps {
  const jumps = new JumpList();
  for (let at = 0; at + 4 <= code.length; at += 4) {
    const word = code.readInt32LE(at);
    const end = at + 4;
    const top = word >>> 24;
    if (word >>> 26 === 0b000101)
      jumps.add(at, end, JUMP.always, at + 4 * signed(word, 0, 26)); // B
    else if (top === 0x54)
      jumps.add(at, end, JUMP.maybe, at + 4 * signed(word, 5, 19)); // B.cond, BC.cond
    else if ((top & 0x7e) === 0x34)
      jumps.add(at, end, JUMP.maybe, at + 4 * signed(word, 5, 19)); // CBZ, CBNZ
    else if ((top & 0x7e) === 0x36)
      jumps.add(at, end, JUMP.maybe, at + 4 * signed(word, 5, 14)); // TBZ, TBNZ
    else if (word >>> 10 === 0xd61f0000 >>> 10)
      jumps.add(at, end, JUMP.register); // BR
    else if (word >>> 10 === 0xd65f0000 >>> 10)
      jumps.add(at, end, JUMP.return); // RET
    else if (word >>> 16 === 0 || word >>> 21 === 0xd4200000 >>> 21) jumps.add(at, end, JUMP.trap); // UDF, BRK
  }
  return jumps;
}

/** `width` bits from bit `from`, as a signed number. */
function signed(word: number, from: number, width: number): number {
  return (word << (32 - width - from)) >> (32 - width);
}

/** `MOVD R0, R0`; the register that is copied is in bits 16 to 20, that which it is copied to in the last five. */
const MOVE = 0xaa0003e0;
/** The register that is always zero. */
const ZERO = 31;

/** Whether the three instructions before a call set pointer, length and capacity to zero. See Architecture.nilSlice. */
export function arm64NilSlice(code: Buffer, call: number): number | null {
  const start = call - 12;
  if (start < 0) return null;
  const zero = new Set([ZERO]);
  for (let at = start; at < call; at += 4) {
    const word = code.readUInt32LE(at);
    const from = (word >>> 16) & 31;
    const to = word & 31;
    if (word - from * 0x10000 - to !== MOVE || !zero.has(from)) return null;
    zero.add(to);
  }
  return zero.has(0) && zero.has(1) && zero.has(2) ? start : null;
}
