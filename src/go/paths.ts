import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import type { ListedPackage } from "./packages.js";
import type { GoEnvironment } from "./toolchain.js";

/** The directory that files of the main module are named from: its root, or that of the workspace. */
export function rootOf(env: GoEnvironment, directory: string): string {
  if (env.gowork !== "") return dirname(env.gowork);
  return env.gomod !== "" && isAbsolute(env.gomod) && !/^(?:\/dev\/null|NUL)$/i.test(env.gomod)
    ? dirname(env.gomod)
    : directory;
}

/**
 * Names files as records do: relative to the root with `/`, `$GOROOT/src/…`, `module@version/…`. go prints them
 * relative to its working directory where that is shorter, else absolute; with -trimpath by import path.
 */
export function fileMapper(
  env: GoEnvironment,
  directory: string,
  listed: readonly ListedPackage[],
  trimmed: boolean,
): (file: string) => string {
  const root = rootOf(env, directory);
  const places: readonly { readonly prefix: string; readonly name: string }[] = [
    { prefix: root, name: "" },
    { prefix: resolve(env.goroot, "src"), name: "$GOROOT/src/" },
    { prefix: env.modcache, name: "" },
  ].filter(({ prefix }) => prefix !== "");
  const modules = listed
    .flatMap(({ module }) => (module?.main === true ? [module] : []))
    .map(({ path, directory: folder }) => ({ prefix: `${path}/`, folder }))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  const standard = new Set(listed.filter((each) => each.standard).map((each) => each.importPath));

  const absolute = (path: string): string => {
    for (const { prefix, name } of places) {
      const below = relative(prefix, path);
      if (below === "" || below.startsWith("..") || isAbsolute(below)) continue;
      const slashed = below.split(sep).join("/");
      return name + (prefix === env.modcache ? unescapeModulePath(slashed) : slashed);
    }
    return relative(root, path).split(sep).join("/");
  };
  const byImportPath = (path: string): string => {
    const main = modules.find(({ prefix }) => path.startsWith(prefix));
    if (main !== undefined) return absolute(resolve(main.folder, path.slice(main.prefix.length)));
    return standard.has(path.slice(0, path.lastIndexOf("/"))) ? `$GOROOT/src/${path}` : path;
  };
  return (file) => {
    if (file.startsWith("<") || file.startsWith("_cgo_")) return file;
    if (isAbsolute(file)) return absolute(file);
    if (trimmed && !file.startsWith("./") && !file.startsWith("../")) return byImportPath(file.replaceAll("\\", "/"));
    return absolute(resolve(directory, file));
  };
}

/** The module cache writes capital letters as `!` and the small one (golang.org/x/mod/module). */
function unescapeModulePath(path: string): string {
  return path.replace(/!(\p{Ll})/gu, (_, letter: string) => letter.toUpperCase());
}
