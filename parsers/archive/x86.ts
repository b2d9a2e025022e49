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
