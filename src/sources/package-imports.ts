import type { ListedPackage } from "../go/packages.js";
import type { PackageImports } from "../report/listed-packages.js";

/** What packages import, by import path. Variants for tests import more, and have the same path. */
export function importsOf(listed: readonly ListedPackage[]): ReadonlyMap<string, PackageImports> {
  const found = new Map<string, PackageImports>();
  for (const { importPath, name, imports } of listed) {
    const known = found.get(importPath);
    found.set(importPath, known === undefined ? { name, imports } : merged(known, imports));
  }
  return found;
}

function merged({ name, imports }: PackageImports, more: readonly string[]): PackageImports {
  return { name, imports: [...new Set([...imports, ...more])] };
}
