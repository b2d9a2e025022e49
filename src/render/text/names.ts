import { packageNameOf } from "../../callees/function-names.js";
import { withoutTypeArguments } from "../../causes/expression.js";
import { displayWidth, fitEnd } from "../../text/fit.js";

/**
 * Names of packages and functions as seen from the modules that are built: without the module's path where there is one
 * module, with its last element where there are several. Filters and explain take them as they are printed.
 */
export function belowModules(modules: readonly string[]): (name: string) => string {
  const longestFirst = [...modules].sort((a, b) => b.length - a.length);
  return (name) => {
    const module = longestFirst.find(
      (each) => name.startsWith(each) && ["", "/", "."].includes(name.charAt(each.length)),
    );
    if (module === undefined) return name;
    const rest = name.slice(module.length);
    if (!rest.startsWith("/")) return packageNameOf(module) + rest;
    return modules.length === 1 ? rest.slice(1) : lastElements(module) + rest;
  };
}

/** `app` of `example.org/app`, `app/v2` of `example.org/app/v2`. */
function lastElements(module: string): string {
  return /[^/]+(?:\/v\d+)?$/.exec(module)?.[0] ?? module;
}

/**
 * A function in at most `width` columns, so that it still names it: first elements of the path are left out,
 * then type arguments, then the package. What is longer then is cut at its end.
 */
export function fitFunction(name: string, width: number): string {
  if (displayWidth(name) <= width) return name;
  const shorter = withinPath(name, width);
  if (displayWidth(shorter) <= width) return shorter;
  const plain = withinPath(withoutTypeArguments(name), width);
  if (displayWidth(plain) <= width) return plain;
  return fitEnd(plain.replace(/^[\p{L}_][\p{L}\p{N}_-]*(?:\.v\d+)?\.(?=[\p{L}_(])/u, ""), width);
}

/** A package, a file, or a place in one, in at most `width` columns: first elements of the path are left out. */
export function fitPath(path: string, width: number): string {
  return displayWidth(path) <= width ? path : fitEnd(withinPath(path, width), width);
}

/** As many of the last elements as fit, at least one. */
function withinPath(name: string, width: number): string {
  const end = /[([{\s]/.exec(name)?.index ?? name.length;
  let start = name.lastIndexOf("/", end - 1) + 1;
  while (start > 1) {
    const before = name.lastIndexOf("/", start - 2) + 1;
    if (displayWidth(name.slice(before)) > width) break;
    start = before;
  }
  return name.slice(start);
}
