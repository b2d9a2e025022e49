import { UsageError } from "../errors.js";
import { BrokenBuild, type BrokenPackage, brokenText } from "../go/broken-packages.js";
import type { ListedPackage, Listing } from "../go/packages.js";
import { ANYWHERE, Selection } from "../selection/index.js";
import { didYouMean } from "../text/nearest.js";

/** What can be built. */
export interface Buildable {
  /** With what it imports. */
  readonly listed: readonly ListedPackage[];
  /** Without what is not to be in the report. */
  readonly reported: readonly ListedPackage[];
  /** What is left out, since it cannot be built. */
  readonly broken: readonly BrokenPackage[];
  /** The packages to name to go; null for those that the user named. */
  readonly named: readonly string[] | null;
}

/** Which packages not to build, and whether to go on without those that cannot be. */
export interface BuildLimits {
  readonly exclude?: readonly string[] | undefined;
  readonly keepGoing?: boolean | undefined;
}

/**
 * Leaves out what is excluded, and what cannot be built. Throws {@link BrokenBuild} for the latter unless that is asked
 * for.
 */
export function buildable({ listed, broken }: Listing, { exclude = [], keepGoing = false }: BuildLimits): Buildable {
  if (exclude.length === 0 && broken.length === 0) return { listed, reported: listed, broken, named: null };
  const isExcluded = exclusion([...listed, ...broken], exclude);
  const left = broken.filter(({ importPath }) => !isExcluded.has(importPath));
  const reported = listed.filter(({ importPath }) => !isExcluded.has(importPath));
  const named = new Set(reported.filter(canBeNamed).map(({ importPath }) => importPath));
  if (left.length > 0 && !keepGoing) {
    throw new BrokenBuild(`go cannot build the packages:\n${brokenText(left)}`, left, named.size > 0);
  }
  if (named.size === 0) throw new UsageError("--exclude leaves no package to build");
  return {
    listed: listed.map((each) => (isExcluded.has(each.importPath) ? { ...each, dependency: true } : each)),
    reported,
    broken: left,
    named: named.has("command-line-arguments") ? null : [...named],
  };
}

/** What go lists for tests beside a package has names that go takes for other packages. */
function canBeNamed({ importPath, dependency, variant }: ListedPackage): boolean {
  return !dependency && variant === null && !importPath.endsWith(".test");
}

type Known = Pick<ListedPackage, "importPath"> & Partial<Pick<ListedPackage, "module">>;

/** The import paths that the patterns mean. */
function exclusion(known: readonly Known[], exclude: readonly string[]): ReadonlySet<string> {
  if (exclude.length === 0) return new Set();
  const modules = [...new Set(known.flatMap(({ module = null }) => (module?.main === true ? [module.path] : [])))];
  const packages = known.map(({ importPath }) => importPath);
  const selection = new Selection({ packages: exclude }, { ...ANYWHERE, modules, packages });
  const found = packages.filter((path) => selection.has({ package: path, file: null, function: null }));
  const [unmatched] = selection.unmatched();
  if (unmatched === undefined) return new Set(found);
  throw new UsageError(`--exclude ${unmatched.pattern}: there is no such package.${didYouMean(unmatched.near)}`);
}
