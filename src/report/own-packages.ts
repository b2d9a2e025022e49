import type { BuildFacts } from "../records/report.js";

/**
 * Tells the user's own packages from dependencies: those of the build's modules. Saved output does not name them; there
 * every package is own that is not of the standard library, or all are when nothing else was built.
 */
export function ownPackages(build: BuildFacts | null, packages: readonly string[]): (importPath: string) => boolean {
  const modules = build?.modules ?? [];
  if (modules.includes("std") || modules.includes("cmd")) return () => true;
  if (modules.length > 0) {
    return (importPath) => modules.some((path) => importPath === path || importPath.startsWith(`${path}/`));
  }
  return packages.some(isModulePath) ? isModulePath : () => true;
}

/** Paths of modules start with a domain, those of the standard library do not; programs go by the name main. */
function isModulePath(importPath: string): boolean {
  return (importPath.split("/")[0] ?? "").includes(".") || importPath === "main" || importPath.endsWith(".main");
}
