import type { StackFrame } from "../records/record.js";
import type { RunTimeCall } from "./run-time-calls.js";

/** A call in the machine code that can allocate. */
export interface Site {
  /** The function as the compiler names it in its decisions: `(*T).M`, `F.func1`. */
  readonly function: string;
  /** Outermost position. */
  readonly file: string;
  readonly line: number;
  /** Outermost first. */
  readonly stack: readonly StackFrame[];
  /** Without `runtime.`. */
  readonly call: string;
  readonly runTime: RunTimeCall;
  readonly type: string | null;
  readonly bytes: number | null;
  readonly loop: boolean | null;
  readonly conditional: boolean | null;
  readonly panics: boolean | null;
}

/** What the machine code of a package shows. */
export interface PackageCode {
  readonly sites: readonly Site[];
  /** Functions that have code of their own; those of which the linker may keep another package's copy are false. */
  readonly functions: ReadonlyMap<string, boolean>;
  /** Files of the package's own functions. */
  readonly files: ReadonlySet<string>;
  /** Outermost lines with code, by file. */
  readonly lines: ReadonlyMap<string, Pick<ReadonlySet<number>, "has">>;
  /** Data in place of an allocation, by `file:line`. */
  readonly standIns: ReadonlyMap<string, "zero-size" | "static-table" | "nil-slice">;
  /** Type arguments that use a copy of a generic function's code, by its name with shapes. */
  readonly typeArguments: ReadonlyMap<string, ReadonlySet<string>>;
}
