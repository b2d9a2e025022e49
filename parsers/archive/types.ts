/** What a package archive holds, as this parser gives it. Facts of the machine code only; no verdicts. */

/** One level of an inline stack: where code of a function stands. */
export interface Frame {
  /**
   * The function as the linker names it, such as `example.com/m.(*T).M`. null where the archive does not name it: a
   * function of another package that was inlined is only a {@link SymbolReference}.
   */
  readonly function: string | null;
  /** Names the function where `function` is null. */
  readonly reference: SymbolReference | null;
  /** As the compiler recorded it: an absolute path, `$GOROOT/…`, or with -trimpath module@version/…; "" without one. */
  readonly file: string;
  /** 1-based; 0 where the compiler recorded none. */
  readonly line: number;
}

/** A symbol that another package defines: its number there. {@link openDefinitions} finds its name or size. */
export interface SymbolReference {
  readonly package: string;
  readonly index: number;
}

/** A call in the machine code. */
export interface MachineCall {
  /** The called function as the linker names it; null for a call through a register: an interface or func value. */
  readonly callee: string | null;
  /** Names the callee where the archive only numbers it. */
  readonly reference: SymbolReference | null;
  /** In bytes from the start of the function. */
  readonly offset: number;
  /** Outermost first: the function itself, then what was inlined, down to the code of the call. Never empty. */
  readonly stack: readonly [Frame, ...Frame[]];
  /** The last type descriptor that was loaded between the call before and this one; null where none was. */
  readonly type: MachineType | null;
  /** Whether the call lies in a cycle of jumps; null where the jumps of the architecture are not read. */
  readonly loop: boolean | null;
  /** Whether a path through the outermost line avoids the call; panics do not count. null as for `loop`. */
  readonly conditional: boolean | null;
  /** Whether every path from the call ends in a panic. null as for `loop`. */
  readonly panics: boolean | null;
  /** Whether every way through the function that returns makes the call. null as for `loop`. */
  readonly always: boolean | null;
}

/** A type that machine code names. */
export interface MachineType {
  /** As the linker names it, without `type:`; null where the archive only numbers it. */
  readonly name: string | null;
  readonly reference: SymbolReference | null;
  /** Bytes of a value; null where another archive defines the type. */
  readonly size: number | null;
}

/** A function of the package, with the calls that were asked for. */
export interface MachineFunction {
  /** As the linker names it, such as `example.com/m.(*T).M`, `example.com/m.F[go.shape.int]`, or `m.F.func1`. */
  readonly name: string;
  /** Where it starts. */
  readonly file: string;
  readonly line: number;
  /** Several packages may hold a copy, of which the linker keeps one: instances of generics, wrappers. */
  readonly dupok: boolean;
  /** How arguments are passed: by the internal rules, or by those of assembly. */
  readonly abi: "internal" | "assembly";
  readonly calls: readonly MachineCall[];
  /** Outermost lines with code, in the file where the function starts. */
  readonly lines: readonly number[];
  /** Uses of the run time's data that stand in for an allocation. */
  readonly standIns: readonly StandIn[];
}

/** Where code takes the address of ready-made data in place of allocating. */
export interface StandIn {
  /**
   * `zerobase`: every value without size lies there · `static-table`: the table of the values of one byte · `nil-slice`:
   * a nil slice is put into an interface, for which the run time has one place for all.
   */
  readonly data: "zerobase" | "static-table" | "nil-slice";
  /** Outermost position. */
  readonly file: string;
  readonly line: number;
}

/** Facts of the toolchain and platform, from the head of the object. */
export interface ObjectHead {
  readonly goos: string;
  readonly goarch: string;
  /** Such as `go1.26.8`. */
  readonly version: string;
}

/** What {@link readArchive} makes of the bytes. */
export type ArchiveResult =
  | {
      readonly kind: "package";
      readonly head: ObjectHead;
      readonly functions: readonly MachineFunction[];
      /** Whether calls through interfaces and func values are among the calls; the architecture's objects may not mark them. */
      readonly marksIndirectCalls: boolean;
    }
  | {
      readonly kind: "unreadable";
      /**
       * `not-an-archive`: the bytes do not start like one · `unknown-format`: an object of another release than those
       * known · `damaged`: it ends early or contradicts itself · `no-object`: nothing that the Go compiler made ·
       * `not-supported`: an architecture whose machine code is not read
       */
      readonly problem: "not-an-archive" | "unknown-format" | "damaged" | "no-object" | "not-supported";
      readonly note: string;
    };

/** What the reader must know of the toolchain that made the archive: numbers that differ by release. */
export interface ToolchainTables {
  /** Names of the run-time functions that objects only number. */
  readonly builtins: readonly string[];
  /** Numbers of the relocation types, by name, such as `R_CALL`. */
  readonly relocations: ReadonlyMap<string, number>;
}
