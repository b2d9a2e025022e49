import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** Files kept in memory at once. */
const KEPT_FILES = 32;

/** Where the files are that records name. */
export interface SourcePlaces {
  readonly goroot: string;
  readonly modcache: string;
}

/** The path of a file that a record names; null for files that are not on disk. */
function sourcePath(file: string, root: string, { goroot, modcache }: SourcePlaces): string | null {
  if (file.startsWith("<") || file.startsWith("_cgo_")) return null;
  if (file.startsWith("$GOROOT/")) return resolve(goroot, file.slice(8));
  if (!file.includes("@")) return resolve(root, file);
  return resolve(
    modcache,
    file.replace(/\p{Lu}/gu, (letter) => `!${letter.toLowerCase()}`),
  );
}

/** Reads the lines of source files by the names that records give them; null where there is no such file. */
export function sourceReader(root: string, places: SourcePlaces): (file: string) => readonly string[] | null {
  const files = new Map<string, readonly string[] | null>();
  return (file) => {
    const known = files.get(file);
    if (known !== undefined) return known;
    const path = sourcePath(file, root, places);
    let lines: readonly string[] | null = null;
    try {
      lines = path === null ? null : readFileSync(path, "utf8").split("\n");
    } catch {
      // Generated files need not be on disk.
    }
    if (files.size >= KEPT_FILES) files.clear();
    files.set(file, lines);
    return lines;
  };
}

/** Reads source files of the module by the names that records give them; null for all others. */
export function sourceIn(root: string | undefined): (file: string) => readonly string[] | null {
  if (root === undefined) return () => null;
  const read = sourceReader(root, { goroot: root, modcache: root });
  return (file) => (/^[$<]|@/.test(file) ? null : read(file));
}
