import { join } from "node:path";
import type { ListedPackage } from "../go/packages.js";

/** Names a source file as records do, from its package and the path that a binary was built with; null where it cannot. */
export type FileNamer = (importPath: string, file: string) => string | null;

/**
 * Names files of the listed packages. The paths of binaries are those of the machine that built them, or start with
 * import paths (-trimpath): the package and the file's own name are what holds everywhere. `main` is every program.
 */
export function packageFileNamer(listed: readonly ListedPackage[], mapFile: (file: string) => string): FileNamer {
  const directories = new Map<string, string[]>();
  for (const { importPath, name, directory, variant } of listed) {
    if (variant !== null && directories.has(importPath)) continue;
    for (const key of name === "main" ? [importPath, "main"] : [importPath]) {
      directories.set(key, [...(directories.get(key) ?? []), directory]);
    }
  }
  return (importPath, file) => {
    const parts = file.split(/[\\/]/);
    const base = parts.pop() ?? "";
    const [first, ...others] = directories.get(importPath) ?? directories.get(importPath.replace(/_test$/, "")) ?? [];
    if (first === undefined || base === "") return null;
    const nearest = others.reduce(
      (best, each) => (sharedEnd(each, parts) > sharedEnd(best, parts) ? each : best),
      first,
    );
    return mapFile(join(nearest, base));
  };
}

function sharedEnd(directory: string, parts: readonly string[]): number {
  const own = directory.split(/[\\/]/);
  let length = 0;
  while (length < own.length && own.at(-1 - length) === parts.at(-1 - length)) length++;
  return length;
}
