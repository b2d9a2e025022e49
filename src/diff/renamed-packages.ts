import type { Functions } from "./functions.js";
import { bestPairs, type Candidate, countShared, ownersOf, push } from "./most-similar.js";

/**
 * Packages that are only on one side, paired by the names of their functions: at least half have to be the same. By the
 * old import path.
 */
export function findRenamedPackages(before: Functions, after: Functions): Map<string, string> {
  const gone = namesByPackage(before);
  const added = namesByPackage(after);
  for (const importPath of [...gone.keys()]) if (added.delete(importPath)) gone.delete(importPath);
  const owners = new Map<string, string[]>();
  for (const [importPath, names] of added) {
    for (const name of names) push(owners, name, importPath);
    push(owners, lastElement(importPath), importPath);
  }
  const candidates: Candidate<string>[] = [];
  for (const [old, names] of gone) {
    for (const now of ownersOf([lastElement(old), ...names], owners)) {
      const others = added.get(now) ?? new Set();
      const all = Math.max(names.size, others.size);
      const shared = countShared(names, others);
      if (2 * shared < all) continue;
      candidates.push({ before: old, after: now, score: shared / all + commonEnd(old, now) / 1000 });
    }
  }
  return new Map(bestPairs(candidates));
}

function namesByPackage(functions: Functions): Map<string, Set<string>> {
  const packages = new Map<string, Set<string>>();
  for (const { package: importPath, name } of functions.all()) {
    const names = packages.get(importPath);
    if (names === undefined) packages.set(importPath, new Set([name]));
    else names.add(name);
  }
  return packages;
}

/** As a token: no function's name holds a slash. */
function lastElement(importPath: string): string {
  return `/${importPath.slice(importPath.lastIndexOf("/") + 1)}`;
}

/** How many elements at the end of two paths are equal. */
function commonEnd(a: string, b: string): number {
  const [x, y] = [a.split("/").reverse(), b.split("/").reverse()];
  const end = x.findIndex((part, i) => part !== y[i]);
  return end < 0 ? x.length : end;
}
