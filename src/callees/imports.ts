import type { PackageImports } from "../report/listed-packages.js";
import { STANDARD_PACKAGE_NAMES } from "../report/standard-packages.js";
import { knowPackageName, packageNameOf } from "./function-names.js";
import type { Program } from "./program.js";

/**
 * Finds packages by the names that the compiler prints: exactly where go list told the imports, else among the packages
 * of the build that have that name and that the importer can import.
 */
export class Imports {
  private byName: Map<string, string[]> | null = null;

  /** `listed`: go list's answer by import path; null for saved output and report files. */
  constructor(
    private readonly program: Program,
    private readonly listed: ReadonlyMap<string, PackageImports> | null,
  ) {
    for (const [path, { name }] of listed ?? []) if (name !== "main") knowPackageName(path, name);
  }

  /** Import paths that a name or a quoted path can stand for inside the importer, likeliest first. */
  find(name: string, importer: string | null): readonly string[] {
    const imports = importer === null ? undefined : this.listed?.get(importer)?.imports;
    if (imports !== undefined) {
      const direct = imports.filter((path) => path === name || this.nameOf(path) === name);
      if (direct.length > 0) return direct;
    }
    if (this.program.has(name) && name.includes("/")) return [name];
    // Without imports, or for a package that only an inlined function mentions.
    const candidates = this.names().get(name) ?? [];
    if (importer === null) return candidates;
    return candidates
      .filter((path) => path !== importer && canImport(importer, path))
      .map((path) => ({ path, near: commonElements(path, importer) }))
      .sort((a, b) => b.near - a.near || a.path.length - b.path.length)
      .map(({ path }) => path);
  }

  /** Whether the importer imports a package of that name; undefined when its imports are not known. */
  imports(name: string, importer: string | null): boolean | undefined {
    const imports = importer === null ? undefined : this.listed?.get(importer)?.imports;
    return imports?.some((path) => path === name || this.nameOf(path) === name);
  }

  /** Whether the name is a package's, of the build or of the standard library. */
  isPackage(name: string, importer: string | null): boolean {
    return this.find(name, importer).length > 0 || STANDARD_PACKAGE_NAMES.has(name) || name.includes("/");
  }

  private nameOf(path: string): string {
    return this.listed?.get(path)?.name ?? packageNameOf(path);
  }

  private names(): Map<string, string[]> {
    if (this.byName !== null) return this.byName;
    const names = new Map<string, string[]>();
    for (const path of this.program.importPaths) {
      const name = this.nameOf(path);
      const list = names.get(name);
      if (list === undefined) names.set(name, [path]);
      else list.push(path);
    }
    this.byName = names;
    return names;
  }
}

/** What the rules for `internal` and `vendor` allow, and that nothing but cmd imports what is below cmd. */
function canImport(importer: string, path: string): boolean {
  const inner = /^(.*?)(?:^|\/)(?:internal|vendor)(?:\/|$)/.exec(path)?.[1];
  if (inner !== undefined && inner !== "" && importer !== inner && !importer.startsWith(`${inner}/`)) return false;
  return !path.startsWith("cmd/") || importer.startsWith("cmd/");
}

function commonElements(a: string, b: string): number {
  const left = a.split("/");
  const right = b.split("/");
  let count = 0;
  while (count < left.length && left[count] === right[count]) count++;
  return count;
}
