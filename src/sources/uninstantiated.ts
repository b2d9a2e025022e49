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

/** How the declaration of a generic function or method begins: few files hold one, and only those are read further. */
const MAY_BE_GENERIC = /^func\s*(?:\([^)]*\[|[\p{L}_][\p{L}\p{N}_]*\s*\[)/gmu;

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
      const text = sources.textNow(file) ?? "";
      if (beginnings(text).every((line) => instantiated.has(`${file}:${line}`))) continue;
      for (const { name: declared, line } of await genericFunctions(text)) {
        if (!instantiated.has(`${file}:${line}`)) found.push(`${importPath}.${declared}`);
      }
    }
  }
  return found.sort();
}

/** The lines on which generic functions may be declared. */
function beginnings(text: string): number[] {
  let line = 1;
  let from = 0;
  return [...text.matchAll(MAY_BE_GENERIC)].map(({ index }) => {
    for (let at = text.indexOf("\n", from); at >= 0 && at < index; at = text.indexOf("\n", from)) {
      line++;
      from = at + 1;
    }
    return line;
  });
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
