import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Sources of a toolchain that list the numbers in its object files. */
export interface NumberSources {
  /** Names of the run-time functions that objects only number. */
  readonly builtins: string;
  /** Types of relocations. */
  readonly relocations: string;
}

/** Reads them below GOROOT; null where they are not there, as in a distribution without sources. */
export async function readNumberSources(goroot: string): Promise<NumberSources | null> {
  const internal = join(goroot, "src", "cmd", "internal");
  try {
    const [builtins, relocations] = await Promise.all([
      readFile(join(internal, "goobj", "builtinlist.go"), "utf8"),
      readFile(join(internal, "objabi", "reloctype.go"), "utf8"),
    ]);
    return { builtins, relocations };
  } catch {
    return null;
  }
}
