import type { SiteRecord } from "../records/record.js";
import { isInstance } from "./shapes.js";

/**
 * Whether a record is of the copy of a generic function that another module or the standard library declares: its package
 * only asks for the copy. What the module's own packages declare, in whichever of them it is compiled, is not.
 */
export function isForeign(place: Place): boolean {
  return foreignHome(place) !== null;
}

/** The import path of the package that declares it; null where it is not foreign. */
export function foreignHome({ file, package: importPath, function: name }: Place): string | null {
  if (file === null || importPath === null || importPath === "command-line-arguments" || !isInstance(name)) return null;
  const home = homeOf(file);
  return home === importPath.replace(/_test$/, "") ? null : home;
}

/** Of a record, where it is. */
type Place = Pick<SiteRecord, "file" | "package" | "function">;

/**
 * The import path of the package that a file outside of the main module belongs to: `slices` of
 * `$GOROOT/src/slices/slices.go`, `example.org/lib/set` of `example.org/lib@v1.2.3/set/set.go`. null inside of it.
 */
function homeOf(file: string): string | null {
  const directory = file.slice(0, Math.max(0, file.lastIndexOf("/")));
  if (directory.startsWith("$GOROOT/src/")) return directory.slice("$GOROOT/src/".length);
  if (directory.startsWith("vendor/")) return directory.slice("vendor/".length);
  const [, module = "", rest = ""] = /^([^@]+)@[^/]+(\/.*)?$/.exec(directory) ?? [];
  // The module cache writes capital letters as an exclamation mark and the small one.
  return module === "" ? null : module.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase()) + rest;
}

/** Names a place in the code of a generic function, in whichever package it is compiled; null for other records. */
export function genericPlace(record: SiteRecord): string | null {
  const { file, line, column, instances, kind, cause } = record;
  if (instances === undefined || file === null) return null;
  // Names of the package stand in front of its names in the text of others.
  return [kind, file, line, column, cause, record.kind === "escape" ? record.allocation : ""].join("\n");
}
