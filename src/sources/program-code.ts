import type { MachineFunction } from "../../parsers/archive/index.js";
import type { FoundFunction, ProgramCode } from "../sites/index.js";
import type { MachineCode } from "./machine-code.js";

/** The functions of a compiled program, a package read when a call first leads there. */
export class CompiledProgram implements ProgramCode {
  private readonly packages = new Map<string, ReadonlyMap<string, MachineFunction> | null>();

  constructor(private readonly code: MachineCode) {}

  find(symbol: string, near: string): FoundFunction | null {
    const owner = this.ownerOf(symbol);
    // A copy of a generic function, or a wrapper, stands where it is needed.
    for (const importPath of owner === null ? [near] : [near, owner]) {
      const code = this.functionsOf(importPath)?.get(symbol);
      if (code !== undefined) return { importPath, code };
    }
    return null;
  }

  /** The functions of a package that a name can mean: `F`, `(*T).M`, with the package's name or path before it. */
  named(importPath: string, name: string): FoundFunction[] {
    const last = importPath.slice(importPath.lastIndexOf("/") + 1);
    const found: FoundFunction[] = [];
    for (const [symbol, code] of this.functionsOf(importPath) ?? []) {
      if (!symbol.startsWith(`${importPath}.`) && !symbol.startsWith("main.")) continue;
      const local = symbol.slice(symbol.startsWith("main.") ? "main.".length : importPath.length + 1);
      const plain = local.replace(/\[.*\]/, "");
      if ([symbol, local, plain, `${last}.${local}`, `${last}.${plain}`].includes(name))
        found.push({ importPath, code });
    }
    // `F[int]` only calls `F[go.shape.int]`, which has the code.
    const shaped = found.filter(({ code }) => code.name.includes("[go.shape."));
    return shaped.length > 0 && !name.includes("[") ? shaped : found;
  }

  /** The functions of a package, each with its name in the package: `(*T).M`. */
  *all(importPath: string): Generator<{ readonly name: string; readonly found: FoundFunction }> {
    for (const [symbol, code] of this.functionsOf(importPath) ?? []) {
      const prefix = [`${importPath}.`, "main."].find((start) => symbol.startsWith(start));
      if (prefix !== undefined) yield { name: symbol.slice(prefix.length), found: { importPath, code } };
    }
  }

  typeOf(call: Parameters<ProgramCode["typeOf"]>[0]): ReturnType<ProgramCode["typeOf"]> {
    return this.code.typeOf(call);
  }

  /** The functions whose code stands at a call, outermost first, as far as they are known: the function itself, then what is inlined. */
  inlinedAt({ stack }: MachineFunction["calls"][number]): string[] {
    return stack.flatMap(({ function: name, reference }) => {
      return name ?? (reference === null ? null : this.code.nameOf(reference)) ?? [];
    });
  }

  fileOf(file: string): string | null {
    return file === "" ? null : this.code.fileOf(file);
  }

  private functionsOf(importPath: string): ReadonlyMap<string, MachineFunction> | null {
    let functions = this.packages.get(importPath);
    if (functions === undefined) {
      functions = byName(this.code.functions(importPath));
      this.packages.set(importPath, functions);
    }
    return functions;
  }

  /** The package that a symbol belongs to: `gopkg.in/yaml.v3.(*Decoder).Decode` has a dot in its path. */
  private ownerOf(symbol: string): string | null {
    const name = symbol.replace(/[[(].*$/s, "");
    for (let dot = name.indexOf(".", name.lastIndexOf("/") + 1); dot > 0; dot = name.indexOf(".", dot + 1)) {
      const importPath = name.slice(0, dot);
      if (this.code.has(importPath)) return importPath;
    }
    return null;
  }
}

/** Of a function for both rules of passing arguments, the one with the code: the other only calls it. */
function byName(functions: readonly MachineFunction[] | null): ReadonlyMap<string, MachineFunction> | null {
  if (functions === null) return null;
  const named = new Map<string, MachineFunction>();
  for (const each of functions) {
    const other = named.get(each.name);
    if (other === undefined || !each.calls.some(({ callee }) => callee === each.name)) named.set(each.name, each);
  }
  return named;
}
