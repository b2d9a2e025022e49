import type { ArchiveResult, Frame, MachineCall, MachineFunction } from "../../parsers/archive/index.js";
import { instanceName, isInstance, isShaped, typeArgumentsOf } from "../causes/shapes.js";
import { runTimeCall, takesType } from "./run-time-calls.js";

/**
 * What the machine code of a package shows, as text and numbers alone, so that it can be kept as JSON: lists that would
 * repeat texts hold their numbers in `names` and `files`.
 */
export interface CompactCode {
  /** Functions, calls and types. */
  readonly names: readonly string[];
  /** As the compiler recorded them; "" where it recorded none. */
  readonly files: readonly string[];
  /** By two: name; 1 where the code is the package's own, 0 where the linker may keep another package's copy. */
  readonly functions: readonly number[];
  /** Files of the package's own functions. */
  readonly own: readonly number[];
  /** For files with code: the file, then outermost lines in ascending order, each as what it is more than the one before. */
  readonly lines: readonly (readonly number[])[];
  /** By three: file, line, {@link STAND_INS}. */
  readonly standIns: readonly number[];
  /** A copy of a generic function, then the type arguments that use it. */
  readonly typeArguments: readonly (readonly number[])[];
  /** For each: function, call, type or -1, bytes or -1, {@link flagsOf}, then file, line, function or -1 of each frame. */
  readonly sites: readonly (readonly number[])[];
}

/** Data in place of an allocation. */
export const STAND_INS = ["zero-size", "static-table", "nil-slice"] as const;

/** What the archive does not say itself. */
export interface CodeContext {
  readonly importPath: string;
  /** The name that another package's archive gives to a symbol. */
  readonly nameOf: (reference: { readonly package: string; readonly index: number }) => string | null;
  /** The size of a type that another package's archive defines. */
  readonly sizeOf: (type: NonNullable<MachineCall["type"]>) => number | null;
}

type PackageArchive = Extract<ArchiveResult, { readonly kind: "package" }>;

/** Takes from an archive what the report needs, in the terms of the compiler's decisions. */
export function compactCode(archive: PackageArchive, context: CodeContext): CompactCode {
  const names = new Numbers();
  const files = new Numbers();
  const functions: number[] = [];
  const own = new Set<number>();
  const lines = new Map<number, Set<number>>();
  const standIns: number[] = [];
  const typeArguments = new Map<number, Set<number>>();
  const sites: number[][] = [];
  for (const code of archive.functions) {
    const name = localName(code.name, context.importPath);
    const wrapped = isInstance(name) && !isShaped(name) ? typeArgumentsOf(name) : null;
    functions.push(names.of(name), code.dupok ? 0 : 1);
    const file = files.of(code.file);
    if (!code.dupok) own.add(file);
    const known = lines.get(file) ?? new Set();
    lines.set(file, known);
    for (const line of code.lines) known.add(line);
    for (const { data, file, line } of code.standIns) {
      standIns.push(files.of(file), line, STAND_INS.indexOf(data === "zerobase" ? "zero-size" : data));
    }
    for (const call of code.calls) {
      if (wrapped !== null) noteWrapped(wrapped, [call.callee, call.stack[1]?.function ?? null]);
      if (runTimeCall(call.callee) !== null) sites.push(siteOf(name, call));
    }
  }
  return {
    names: names.texts,
    files: files.texts,
    functions,
    own: [...own],
    lines: [...lines].map(([file, set]) => [file, ...steps([...set])]),
    standIns,
    typeArguments: [...typeArguments].map(([copy, types]) => [copy, ...types]),
    sites,
  };

  /** A function that is made for type arguments does nothing but call the copy for their shape, or has it inlined. */
  function noteWrapped(types: string, copies: readonly (string | null)[]): void {
    for (const copy of copies) {
      if (copy === null || !isShaped(copy)) continue;
      const name = names.of(instanceName(copy));
      const known = typeArguments.get(name);
      if (known === undefined) typeArguments.set(name, new Set([names.of(types)]));
      else known.add(names.of(types));
    }
  }

  function siteOf(name: MachineFunction["name"], call: MachineCall): number[] {
    const type = takesType(call.callee) ? call.type : null;
    const typeText = type === null ? (IMPLIED_TYPE.get(call.callee ?? "") ?? null) : typeName(type, context);
    const bytes = type === null ? null : (type.size ?? context.sizeOf(type));
    const callee = names.of((call.callee ?? "").replace(/^runtime\./, ""));
    const site = [names.of(name), callee, typeText === null ? -1 : names.of(typeText), bytes ?? -1, flagsOf(call)];
    for (const frame of call.stack) site.push(...frameOf(frame));
    return site;
  }

  function frameOf({ function: name, reference, file, line }: Frame): [number, number, number] {
    const text = name ?? (reference === null ? null : context.nameOf(reference));
    return [files.of(file), line, text === null ? -1 : names.of(text)];
  }
}

/** Texts, each once. */
class Numbers {
  readonly texts: string[] = [];
  private readonly known = new Map<string, number>();

  of(text: string): number {
    let number = this.known.get(text);
    if (number === undefined) {
      number = this.texts.length;
      this.texts.push(text);
      this.known.set(text, number);
    }
    return number;
  }
}

function steps(lines: number[]): number[] {
  lines.sort((a, b) => a - b);
  return lines.map((line, i) => line - (lines[i - 1] ?? 0));
}

/** Three facts of two bits each, from the lowest: `loop`, `conditional`, `panics`; 0: not known, 1: no, 2: yes. */
function flagsOf({ loop, conditional, panics }: MachineCall): number {
  return flag(loop) | (flag(conditional) << 2) | (flag(panics) << 4);
}

function flag(fact: boolean | null): number {
  if (fact === null) return 0;
  return fact ? 2 : 1;
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
