import { arm64NilSlice, readArm64Jumps } from "./arm64.js";
import type { Jumps } from "./jumps.js";
import { amd64NilSlice, readX86Jumps } from "./x86.js";

/** What reading machine code needs to know of an architecture. */
export interface Architecture {
  /** Least length of an instruction: the unit of addresses in position tables. */
  readonly scale: number;
  readonly pointerBytes: 4 | 8;
  readonly bigEndian: boolean;
  /** Relocation types of direct calls. */
  readonly calls: readonly string[];
  /** Whether calls through registers are marked by R_CALLIND. */
  readonly marksIndirectCalls: boolean;
  /** Takes the jumps out of a function's code; null where they are not read. */
  readonly jumps: ((code: Buffer) => Jumps) | null;
  /**
   * Where the instructions start that stand right before a call and make the slice that it is given a nil slice; null
   * where there are none, or code is not read that far. `call`: offset of its relocation.
   */
  readonly nilSlice: ((code: Buffer, call: number) => number | null) | null;
}

const base = {
  scale: 4,
  pointerBytes: 8,
  bigEndian: false,
  marksIndirectCalls: false,
  jumps: null,
  nilSlice: null,
} as const;

/** By GOARCH; cmd/internal/sys/arch.go. An absent one, such as wasm, is not read. */
export const ARCHITECTURES: ReadonlyMap<string, Architecture> = new Map<string, Architecture>([
  [
    "amd64",
    {
      ...base,
      scale: 1,
      marksIndirectCalls: true,
      calls: ["R_CALL"],
      jumps: (code) => readX86Jumps(code, 64),
      nilSlice: amd64NilSlice,
    },
  ],
  [
    "386",
    {
      ...base,
      scale: 1,
      pointerBytes: 4,
      marksIndirectCalls: true,
      calls: ["R_CALL"],
      jumps: (code) => readX86Jumps(code, 32),
    },
  ],
  [
    "arm64",
    { ...base, marksIndirectCalls: true, calls: ["R_CALLARM64"], jumps: readArm64Jumps, nilSlice: arm64NilSlice },
  ],
  ["arm", { ...base, pointerBytes: 4, calls: ["R_CALLARM"] }],
  ["ppc64", { ...base, bigEndian: true, calls: ["R_CALLPOWER"] }],
  ["ppc64le", { ...base, calls: ["R_CALLPOWER"] }],
  ["riscv64", { ...base, scale: 2, calls: ["R_RISCV_JAL", "R_RISCV_JAL_TRAMP", "R_RISCV_CALL"] }],
  ["s390x", { ...base, scale: 2, bigEndian: true, calls: ["R_CALL"] }],
  ["loong64", { ...base, calls: ["R_CALLLOONG64", "R_LOONG64_CALL36"] }],
  ["mips", { ...base, pointerBytes: 4, bigEndian: true, calls: ["R_CALLMIPS"] }],
  ["mipsle", { ...base, pointerBytes: 4, calls: ["R_CALLMIPS"] }],
  ["mips64", { ...base, bigEndian: true, calls: ["R_CALLMIPS"] }],
  ["mips64le", { ...base, calls: ["R_CALLMIPS"] }],
]);
