import type { ArchiveResult, Frame, MachineCall, MachineFunction } from "../../parsers/archive/index.js";
import { instanceName, isInstance, isShaped, typeArgumentsOf } from "../causes/shapes.js";
import type { StackFrame } from "../records/record.js";
import { type RunTimeCall, runTimeCall, takesType } from "./run-time-calls.js";

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
  readonly lines: ReadonlyMap<string, ReadonlySet<number>>;
  /** Data in place of an allocation, by `file:line`. */
  readonly standIns: ReadonlyMap<string, "zero-size" | "static-table">;
  /** Type arguments that use a copy of a generic function's code, by its name with shapes. */
  readonly typeArguments: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What the archive does not say itself. */
export interface CodeContext {
  readonly importPath: string;
  /** Names a file as records do. */
  readonly mapFile: (file: string) => string;
  /** The name that another package's archive gives to a symbol. */
  readonly nameOf: (reference: { readonly package: string; readonly index: number }) => string | null;
  /** The size of a type that another package's archive defines. */
  readonly sizeOf: (type: NonNullable<MachineCall["type"]>) => number | null;
}

type PackageArchive = Extract<ArchiveResult, { readonly kind: "package" }>;

/** Brings what an archive holds into the terms of records. */
export function packageCode(archive: PackageArchive, context: CodeContext): PackageCode {
  const sites: Site[] = [];
  const functions = new Map<string, boolean>();
  const files = new Set<string>();
  const lines = new Map<string, Set<number>>();
  const standIns = new Map<string, "zero-size" | "static-table">();
  const typeArguments = new Map<string, Set<string>>();
  const mapped = new Map<string, string>();
  const fileOf = (file: string) => {
    let name = mapped.get(file);
    if (name === undefined) {
      name = file === "" ? "" : context.mapFile(file);
      mapped.set(file, name);
    }
    return name;
  };
  for (const code of archive.functions) {
    const name = localName(code.name, context.importPath);
    const wrapped = isInstance(name) && !isShaped(name) ? typeArgumentsOf(name) : null;
    functions.set(name, !code.dupok);
    if (!code.dupok) files.add(fileOf(code.file));
    const file = fileOf(code.file);
    const known = lines.get(file) ?? new Set();
    lines.set(file, known);
    for (const line of code.lines) known.add(line);
    for (const { data, file, line } of code.standIns) {
      standIns.set(`${fileOf(file)}:${line}`, data === "zerobase" ? "zero-size" : data);
    }
    for (const call of code.calls) {
      if (wrapped !== null) noteWrapped(wrapped, [call.callee, call.stack[1]?.function ?? null]);
      const runTime = runTimeCall(call.callee);
      if (runTime !== null) sites.push(siteOf(name, call, runTime));
    }
  }
  return { sites, functions, files, lines, standIns, typeArguments };

  /** A function that is made for type arguments does nothing but call the copy for their shape, or has it inlined. */
  function noteWrapped(types: string, copies: readonly (string | null)[]): void {
    for (const copy of copies) {
      if (copy === null || !isShaped(copy)) continue;
      const name = instanceName(copy);
      const known = typeArguments.get(name);
      if (known === undefined) typeArguments.set(name, new Set([types]));
      else known.add(types);
    }
  }

  function siteOf(name: MachineFunction["name"], call: MachineCall, runTime: RunTimeCall): Site {
    const [outermost] = call.stack;
    const type = takesType(call.callee) ? call.type : null;
    return {
      function: name,
      file: fileOf(outermost.file),
      line: outermost.line,
      stack: call.stack.map(frameOf),
      call: (call.callee ?? "").replace(/^runtime\./, ""),
      runTime,
      type: type === null ? (IMPLIED_TYPE.get(call.callee ?? "") ?? null) : typeName(type, context),
      bytes: type === null ? null : (type.size ?? context.sizeOf(type)),
      loop: call.loop,
      conditional: call.conditional,
      panics: call.panics,
    };
  }

  function frameOf({ function: name, reference, file, line }: Frame): StackFrame {
    return {
      function: name ?? (reference === null ? null : context.nameOf(reference)),
      file: file === "" ? null : fileOf(file),
      line: line === 0 ? null : line,
    };
  }
}

/** Types of calls that need no descriptor. */
const IMPLIED_TYPE: ReadonlyMap<string, string> = new Map([
  ["runtime.convTstring", "string"],
  ["runtime.slicebytetostring", "string"],
  ["runtime.slicerunetostring", "string"],
  ["runtime.intstring", "string"],
  ["runtime.stringtoslicebyte", "[]byte"],
  ["runtime.stringtoslicerune", "[]rune"],
]);

function typeName(type: NonNullable<MachineCall["type"]>, { nameOf }: CodeContext): string | null {
  return type.name ?? (type.reference === null ? null : (nameOf(type.reference)?.replace(/^type:/, "") ?? null));
}

/**
 * `example.com/m.(*T).M` is `(*T).M` in decisions of the package, and a wrapper for a struct without a name has no package;
 * nor have instances of other packages' functions. Other functions of other packages keep theirs.
 */
function localName(symbol: string, importPath: string): string {
  if (symbol.startsWith(`${importPath}.`)) return symbol.slice(importPath.length + 1);
  if (isInstance(symbol)) return instanceName(symbol);
  return symbol.replace(/^go\.shape\.(?=(?:\(\*)?struct \{)/, "");
}
