import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { ListedPackage } from "../go/packages.js";
import { findGo, type GoEnvironment, readEnvironment } from "../go/toolchain.js";
import { readRegularFileSync } from "./regular-file.js";
import { isBelow, type SourceRules } from "./source-files.js";

const GOROOT = "$GOROOT/";
const MAX_GO_MOD_BYTES = 1024 * 1024;

/** Where go keeps the files of others; "" where that is not known. */
export type Places = Pick<GoEnvironment, "goroot" | "modcache">;

/** The Go files that a build compiles, by the names that its records give them: relative to `root`. */
export function builtFiles(root: string, places: Places, listed: readonly ListedPackage[]): SourceRules {
  const built = new Set(listed.flatMap(({ directory, files }) => files.map((file) => join(directory, file))));
  const modules = new Set(listed.flatMap(({ module }) => (module === null ? [] : [module.directory])));
  return {
    candidates: (file) => candidatesIn(file, [root], places),
    isMeant: (path) => built.has(path),
    // Without a module (files named on the command line) all are below the working directory.
    within: [...(modules.size === 0 ? [root] : modules), ...shared(places)],
  };
}

/** Go files below the directory that the user named: reports do not say what was built. */
export function filesBelow(directory: string): SourceRules {
  const root = resolve(directory);
  return {
    candidates: (file) => candidatesIn(file, [root], { goroot: "", modcache: "" }),
    isMeant: (path) => isBelow(root, path),
    within: [root],
  };
}

/**
 * Go files that saved output and reports name: below the directory, in the standard library and in the module cache.
 * Reports name files from their module's root, and with -trimpath by import path; the directory can be any in it.
 */
export async function savedFiles(directory: string): Promise<SourceRules> {
  const root = resolve(directory);
  const places = await placesOf(root);
  const module = moduleAround(root);
  const directories = [root, ...shared(places)];
  return {
    candidates: (file) => [
      ...(module !== null && file.startsWith(`${module.path}/`)
        ? [join(module.directory, file.slice(module.path.length + 1))]
        : []),
      ...candidatesIn(file, [root, module?.directory ?? root], places),
      ...(places.goroot === "" ? [] : candidatesIn(`${GOROOT}src/${file}`, [], places)),
    ],
    isMeant: (path) => directories.some((each) => isBelow(each, path)),
    within: directories,
  };
}

/** Where the file of a name can be, likeliest first: absolute paths. */
export function candidatesIn(file: string, roots: readonly string[], { goroot, modcache }: Places): string[] {
  if (file.startsWith(GOROOT)) return goroot === "" ? [] : [resolve(goroot, file.slice(GOROOT.length))];
  const below = roots.map((root) => resolve(root, file));
  if (!file.includes("@") || modcache === "") return below;
  // The module cache writes capital letters as `!` and the small one (golang.org/x/mod/module).
  const escaped = file.replace(/\p{Lu}/gu, (letter) => `!${letter.toLowerCase()}`);
  return [resolve(modcache, escaped), ...below];
}

/** Distributions have links to GOROOT, and others in it. */
function shared({ goroot, modcache }: Places): string[] {
  return [...(goroot === "" ? [] : [goroot, join(goroot, "src")]), ...(modcache === "" ? [] : [modcache])];
}

/** Asks go where its files are. Saved output can be read without Go; then files outside the directory are not found. */
export async function placesOf(directory: string): Promise<Places> {
  try {
    const runner = { go: await findGo(undefined, directory), directory };
    const { goroot, modcache } = await readEnvironment(runner);
    return { goroot, modcache };
  } catch {
    return { goroot: process.env["GOROOT"] ?? "", modcache: process.env["GOMODCACHE"] ?? "" };
  }
}

/** A module on this machine: its import path and the directory of its go.mod. */
export interface Module {
  readonly path: string;
  readonly directory: string;
}

/** The module that the directory is in. */
export function moduleAround(directory: string): Module | null {
  for (let folder = directory; ; folder = dirname(folder)) {
    const file = join(folder, "go.mod");
    if (existsSync(file)) {
      const path = /^module\s+"?([^\s"]+)"?/m.exec(goMod(file))?.[1];
      return path === undefined ? null : { path, directory: folder };
    }
    if (dirname(folder) === folder) return null;
  }
}

function goMod(file: string): string {
  try {
    return readRegularFileSync(file, { maxBytes: MAX_GO_MOD_BYTES }).toString("utf8");
  } catch {
    return "";
  }
}
