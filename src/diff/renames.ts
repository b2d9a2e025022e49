import type { FunctionFacts, Functions } from "./functions.js";
import { findRenamedFunctions } from "./renamed-functions.js";
import { findRenamedPackages } from "./renamed-packages.js";
import { RenamedWords } from "./renamed-words.js";

/** Names of the older side and what they are called on the newer one. */
export interface Renames {
  /** Import paths. */
  readonly packages: ReadonlyMap<string, string>;
  /** By {@link functionKey}; only functions whose package or name is another now. */
  readonly functions: ReadonlyMap<string, FunctionFacts>;
  /** Rewrites texts of the older side. */
  readonly words: RenamedWords;
}

/** The key of a function in {@link Renames}. */
export function functionKey(importPath: string, name: string): string {
  return `${importPath} ${name}`;
}

/**
 * Finds packages, functions and types that have another name now: of those that are gone and those that are new, pairs
 * with the same contents. One that is on both sides under its name is never taken for another.
 */
export function findRenames(before: Functions, after: Functions): Renames {
  const packages = findRenamedPackages(before, after);
  const functions = new Map<string, FunctionFacts>();
  const gone: FunctionFacts[] = [];
  const taken = new Set<FunctionFacts>();
  const add = (old: FunctionFacts, now: FunctionFacts) => {
    taken.add(now);
    if (old.package !== now.package || old.name !== now.name) functions.set(functionKey(old.package, old.name), now);
  };
  for (const old of before.all()) {
    const same = after.get(packages.get(old.package) ?? old.package, old.name);
    if (same === undefined) gone.push(old);
    else add(old, same);
  }
  const added = [...after.all()].filter((facts) => !taken.has(facts));
  // The methods of a renamed type give its new name away, which shows other functions to be the same but for it.
  for (let round = 0; round < 2; round++) {
    const words = new RenamedWords(packages, pairsOf(gone, functions));
    const rest = gone.filter((old) => !functions.has(functionKey(old.package, old.name)));
    for (const [old, now] of findRenamedFunctions(
      rest,
      added.filter((facts) => !taken.has(facts)),
      packages,
      words,
    )) {
      add(old, now);
    }
  }
  return { packages, functions, words: new RenamedWords(packages, pairsOf(gone, functions)) };
}

function pairsOf(
  gone: readonly FunctionFacts[],
  functions: ReadonlyMap<string, FunctionFacts>,
): [FunctionFacts, FunctionFacts][] {
  return gone.flatMap((old) => {
    const now = functions.get(functionKey(old.package, old.name));
    return now === undefined ? [] : [[old, now]];
  });
}
