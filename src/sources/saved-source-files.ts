import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { findGo, readEnvironment } from "../go/toolchain.js";
import { type SourcePlaces, sourceReader } from "./source-files.js";

/**
 * Reads the source files that saved output and reports name, as far as they are on this machine: below the directory, in
 * its module (with -trimpath files are named by import path), in the standard library and the module cache.
 */
export async function savedSources(directory: string): Promise<(file: string) => readonly string[] | null> {
  const root = resolve(directory);
  const places = await sourcePlaces(root);
  const module = moduleAround(root);
  const below = sourceReader(module?.directory ?? root, places);
  const here = sourceReader(root, places);
  return (file) => {
    const own =
      module !== null && file.startsWith(`${module.path}/`) ? below(file.slice(module.path.length + 1)) : null;
    return own ?? here(file) ?? below(file) ?? (places.goroot === "" ? null : here(`$GOROOT/src/${file}`));
  };
}

/** Saved output can be read without Go; then files outside the directory are not found. */
async function sourcePlaces(directory: string): Promise<SourcePlaces> {
  try {
    const runner = { go: await findGo(undefined, directory), directory };
    const { goroot, modcache } = await readEnvironment(runner);
    return { goroot, modcache };
  } catch {
    return { goroot: process.env["GOROOT"] ?? "", modcache: process.env["GOMODCACHE"] ?? "" };
  }
}

/** The module whose root the directory is in. */
function moduleAround(directory: string): { readonly path: string; readonly directory: string } | null {
  for (let folder = directory; ; folder = dirname(folder)) {
    const file = join(folder, "go.mod");
    if (existsSync(file)) {
      const path = /^module\s+"?([^\s"]+)"?/m.exec(readFileSync(file, "utf8"))?.[1];
      return path === undefined ? null : { path, directory: folder };
    }
    if (dirname(folder) === folder) return null;
  }
}
