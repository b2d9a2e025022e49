import { createRequire } from "node:module";
import type * as Iced from "iced-x86";
import { JUMP, JumpList, type Jumps } from "./jumps.js";

/** The decoder is WebAssembly of 780 kB that is compiled when it is loaded: not before the first function needs it. */
let iced: typeof Iced | null = null;

function decoder(): typeof Iced {
  const loaded: typeof Iced = iced ?? createRequire(import.meta.url)("iced-x86");
  iced = loaded;
  return loaded;
}

/** The jumps of x86 code. */
export function readX86Jumps(code: Buffer, bits: 32 | 64): Jumps {
  const { Decoder, DecoderOptions, FlowControl, Instruction } = decoder();
  const jumps = new JumpList();
  const reader = new Decoder(bits, code, DecoderOptions.None);
  const instruction = new Instruction();
  for (let at = 0; reader.canDecode; ) {
    reader.decodeOut(instruction);
    const end = reader.position;
    switch (instruction.flowControl) {
      case FlowControl.UnconditionalBranch:
        jumps.add(at, end, JUMP.always, Number(instruction.nearBranchTarget));
        break;
      case FlowControl.ConditionalBranch:
        jumps.add(at, end, JUMP.maybe, Number(instruction.nearBranchTarget));
        break;
      case FlowControl.Return:
        jumps.add(at, end, JUMP.return);
        break;
      case FlowControl.IndirectBranch:
        jumps.add(at, end, JUMP.register);
        break;
      case FlowControl.Interrupt:
      case FlowControl.Exception:
        jumps.add(at, end, JUMP.trap);
        break;
      default:
    }
    at = end;
  }
  instruction.free();
  reader.free();
  return jumps;
}

/**
 * `XORL AX, AX; XORL BX, BX; MOVQ BX, CX`, and other ways to set pointer, length and capacity to zero, one behind the other:
 * each to nothing, or to one that is zero by then; and the opcode of the call.
 */
const NIL_SLICES = ["31db", "4889c3", "89c3"].flatMap((length) =>
  ["31c9", "4889d9", "89d9", "4889c1", "89c1"].map((capacity) => Buffer.from(`31c0${length}${capacity}e8`, "hex")),
);

/** Whether a call is given a nil slice. See Architecture.nilSlice. */
export function amd64NilSlice(code: Buffer, call: number): number | null {
  for (const bytes of NIL_SLICES) {
    const start = call - bytes.length;
    if (start >= 0 && code.subarray(start, call).equals(bytes)) return start;
  }
  return null;
}
