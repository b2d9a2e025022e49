import { packageNameOf } from "../callees/function-names.js";
import type { Attribution } from "./attribution.js";
import type { CalledNames } from "./called-names.js";
import type { Seed } from "./escape-groups.js";

/** How attributions are told from those to things that the user can change. */
export interface Ownership {
  /** Whether a package belongs to the user's own modules. */
  readonly isOwn: (importPath: string) => boolean;
  /** The paths of these modules; none where they are not known. */
  readonly modules: readonly string[];
  readonly called: CalledNames;
}

/**
 * What nobody can change who works on these modules is told as the calls that lead there, by function and part of the
 * module; null where not even these are theirs.
 */
export function ownAttribution(found: Attribution, seed: Seed, ownership: Ownership): Attribution | null {
  const { importPath } = seed;
  const { kind, name, package: owner } = found.culprit;
  const isOwnCode = importPath === null || ownership.isOwn(importPath);
  const path = owner ?? found.elsewhere;
  const isOwn = path === null ? isOwnCode : ownership.isOwn(path);
  if (isOwn && !(seed.isInlined && kind !== "parameter")) return found;
  if (!isOwnCode) return null;
  const callee = seed.through ?? ownership.called.exported(name);
  const from = partOf(importPath, ownership.modules);
  return {
    ...found,
    key: `calls ${callee} ${from}`,
    culprit: { kind: "calls", name: callee, parameter: null, package: importPath, from },
    place: null,
  };
}

/** Directories that say little of what is in them. */
const PLAIN = /^(?:internal|pkg|cmd|src|lib)$/;

/** `notify/` for what is in the module's package `notify/slack`: the first directory that has a meaning. */
function partOf(importPath: string | null, modules: readonly string[]): string | null {
  if (importPath === null) return null;
  const module = modules
    .filter((path) => importPath === path || importPath.startsWith(`${path}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (module === undefined) return importPath;
  if (importPath === module) return packageNameOf(importPath);
  const [first = "", second] = importPath.slice(module.length + 1).split("/");
  return PLAIN.test(first) && second !== undefined ? `${first}/${second}/` : `${first}/`;
}
