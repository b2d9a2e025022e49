import { join } from "node:path";
import type { ListedPackage } from "../go/packages.js";
import type { SourceFiles } from "./source-files.js";

/** Which packages to look through, and how records name their files. */
export interface GenericCode {
  readonly listed: readonly ListedPackage[];
  readonly wants: (importPath: string, variant: string | null) => boolean;
  readonly mapFile: (file: string) => string;
  readonly sources: SourceFiles;
}

/** What a file must hold that declares a generic function or method: few are read further. */
const MAY_BE_GENERIC = /^func\s*(?:\([^)]*\[|[\p{L}_][\p{L}\p{N}_]*\s*\[)/mu;

/**
 * Generic functions of the main modules' packages that no instance was compiled of, as `example.org/set.(*Set).Add`, sorted.
 * `instantiated`: where those are declared that have one, as `file:line`.
 */
export async function uninstantiated(
  { listed, wants, mapFile, sources }: GenericCode,
  instantiated: ReadonlySet<string>,
): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  for (const { importPath, variant, directory, files, module } of listed) {
    if (module?.main !== true || !wants(importPath, variant)) continue;
    for (const name of files) {
      const path = join(directory, name);
      // A package that is tested is listed with its tests, and perhaps without.
      if (name.endsWith("_test.go") || seen.has(path)) continue;
      seen.add(path);
      const file = mapFile(path);
      await sources.load([file]);
      const lines = sources.loaded(file) ?? null;
      const text = lines?.join("\n") ?? "";
      if (!MAY_BE_GENERIC.test(text)) continue;
      for (const { name: declared, line } of await genericFunctions(text)) {
        if (!instantiated.has(`${file}:${line}`)) found.push(`${importPath}.${declared}`);
      }
    }
  }
  return found.sort();
}

async function genericFunctions(text: string): Promise<readonly { readonly name: string; readonly line: number }[]> {
  const { loadGoReader } = await import("../../parsers/gosource/index.js");
  const found = (await loadGoReader()).read(text, ({ hasErrors, lineDirectives, functions }) =>
    // Of such a file the compiler's lines are others.
    hasErrors || lineDirectives.length > 0
      ? []
      : functions.flatMap(({ isGeneric, name, at }) => (isGeneric && name !== null ? [{ name, line: at.line }] : [])),
  );
  return found ?? [];
}
