import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { realPath } from "../go/working-directory.js";
import { type FileTree, isAbsoluteName, isInModuleCache } from "../report/file-tree.js";
import { candidatesIn, type Module, moduleAround, type Places, placesOf } from "./source-rules.js";

/** Where a report comes from. */
export interface TreeRequest {
  /** The directory that names start from, where something was built; undefined for saved output and reports. */
  readonly root: string | undefined;
  /** Where the command works. */
  readonly directory: string;
  /** Files of the standard library and of the module cache are wanted, too: go is asked where they are. */
  readonly toolchain: boolean;
}

/** Finds out where the files are that records name. */
export async function fileTree({ root, directory, toolchain }: TreeRequest): Promise<FileTree> {
  const working = realPath(resolve(directory));
  const places = toolchain ? await placesOf(working) : { goroot: "", modcache: "" };
  const module = moduleAround(working);
  const top = root === undefined ? (module?.directory ?? working) : realPath(root);
  const find = root === undefined ? savedFinder(working, module, places) : (file: string) => pathIn(top, file, places);
  const known = new Map<string, string | null>();
  return {
    repository: repositoryAround(top) ?? top,
    working,
    pathOf: (file) => {
      let path = known.get(file);
      if (path === undefined) {
        path = find(file);
        known.set(file, path);
      }
      return path;
    },
  };
}

/**
 * Saved output names files from where go ran, or by import path with -trimpath, and a report from the root of its module.
 * What is not here is taken for a file of the module.
 */
function savedFinder(working: string, module: Module | null, places: Places) {
  return (file: string): string | null => {
    if (isAbsoluteName(file) || isElsewhere(file)) return pathIn(working, file, places);
    const top = module?.directory ?? working;
    const own = module !== null && file.startsWith(`${module.path}/`) ? file.slice(module.path.length + 1) : null;
    const candidates = [join(working, file), join(top, file), ...(own === null ? [] : [join(top, own)])];
    const standard = places.goroot === "" ? null : resolve(places.goroot, "src", file);
    if (standard !== null && !file.startsWith("../")) candidates.push(standard);
    return candidates.find((path) => existsSync(path)) ?? join(top, own ?? file);
  };
}

function pathIn(root: string, file: string, places: Places): string | null {
  if (isAbsoluteName(file)) return isAbsolute(file) ? file : null;
  if (isInModuleCache(file) && places.modcache === "") return null;
  return candidatesIn(file, [root], places)[0] ?? null;
}

function isElsewhere(file: string): boolean {
  return file.startsWith("$GOROOT/") || isInModuleCache(file);
}

/** The root of the git repository that a directory is in; null where there is none. */
function repositoryAround(directory: string): string | null {
  for (let at = directory; ; at = dirname(at)) {
    // In a worktree and in a submodule it is a file.
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return null;
  }
}
