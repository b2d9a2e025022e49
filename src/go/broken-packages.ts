import { ToolchainError } from "../errors.js";

/** A package that cannot be built. */
export interface BrokenPackage {
  readonly importPath: string;
  /** What go says of it; null where only what it imports cannot be built. */
  readonly reason: string | null;
}

/** Some packages cannot be built, and the others could. */
export class BrokenBuild extends ToolchainError {
  /** `others`: whether there are packages that can be built. */
  constructor(
    message: string,
    readonly packages: readonly BrokenPackage[],
    readonly others: boolean,
  ) {
    super(message);
  }
}

/** Each once, in the order of their import paths. What go says of one is said of its variants for tests too. */
export function brokenOnes(packages: Iterable<BrokenPackage>): BrokenPackage[] {
  const found = new Map<string, BrokenPackage>();
  for (const each of packages) {
    if ((found.get(each.importPath)?.reason ?? null) === null) found.set(each.importPath, each);
  }
  return [...found.values()].sort((a, b) => (a.importPath < b.importPath ? -1 : 1));
}

/** The packages that import one of these, at any remove. */
export function dependentsOf(
  broken: ReadonlySet<string>,
  listed: readonly { readonly importPath: string; readonly imports: readonly string[] }[],
): string[] {
  const reached = new Set(broken);
  // go lists a package after those that it imports; variants can come in between, so until nothing is new.
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const { importPath, imports } of listed)
      if (imports.some((path) => reached.has(path))) reached.add(importPath);
  }
  return [...reached].filter((importPath) => !broken.has(importPath)).sort();
}

/** What go says of them, and which others cannot be built for it. */
export function brokenText(packages: readonly BrokenPackage[]): string {
  const reasons = packages.flatMap(({ importPath, reason }) => {
    if (reason === null) return [];
    return [reason.startsWith("# ") ? reason.trimEnd() : `# ${importPath}\n${reason.trimEnd()}`];
  });
  const others = packages.filter(({ reason }) => reason === null).map(({ importPath }) => importPath);
  const because = others.length === 0 ? [] : [`Not built because of what they import: ${others.join(", ")}`];
  return [...new Set(reasons), ...because].join("\n");
}
