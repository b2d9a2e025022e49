import type { FunctionFacts, Functions } from "./functions.js";
import { plainText } from "./wording.js";

/** Names of the older side and what they are called on the newer one. */
export interface Renames {
  /** Import paths. */
  readonly packages: ReadonlyMap<string, string>;
  /** By {@link functionKey}; only functions whose package or name is another now. */
  readonly functions: ReadonlyMap<string, FunctionFacts>;
}

/** A token that more functions than this have tells nothing beside others, and one that many have nothing at all. */
const COMMON = 50;
const TOO_COMMON = 1000;

export function functionKey(importPath: string, name: string): string {
  return `${importPath} ${name}`;
}

/**
 * Finds packages and functions that have another name now: of those that are gone and those that are new, pairs with
 * the same contents. One that is on both sides under its name is never taken for another.
 */
export function findRenames(before: Functions, after: Functions): Renames {
  const packages = findPackages(before, after);
  const functions = new Map<string, FunctionFacts>();
  const gone: FunctionFacts[] = [];
  const kept = new Set<FunctionFacts>();
  for (const old of before.all()) {
    const importPath = packages.get(old.package) ?? old.package;
    const same = after.get(importPath, old.name);
    if (same === undefined) gone.push(old);
    else {
      kept.add(same);
      if (importPath !== old.package) functions.set(functionKey(old.package, old.name), same);
    }
  }
  const added = [...after.all()].filter((facts) => !kept.has(facts));
  for (const [old, now] of similarFunctions(gone, added, packages)) {
    functions.set(functionKey(old.package, old.name), now);
  }
  return { packages, functions };
}

/** Packages that are only on one side, paired by the names of their functions: at least half have to be the same. */
function findPackages(before: Functions, after: Functions): Map<string, string> {
  const gone = namesByPackage(before);
  const added = namesByPackage(after);
  for (const importPath of [...gone.keys()]) if (added.delete(importPath)) gone.delete(importPath);
  const owners = new Map<string, string[]>();
  for (const [importPath, names] of added) {
    for (const name of names) push(owners, name, importPath);
    push(owners, lastElement(importPath), importPath);
  }
  const candidates: Candidate<string, string>[] = [];
  for (const [old, names] of gone) {
    for (const now of ownersOf([lastElement(old), ...names], owners)) {
      const others = added.get(now) ?? new Set();
      const shared = countShared(names, others);
      const all = Math.max(names.size, others.size);
      if (2 * shared >= all) {
        candidates.push({ before: old, after: now, score: shared / all + commonEnd(old, now) / 1000 });
      }
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

/** Functions whose allocations and leaks agree, and something more: their name, their text or what they cost. */
function similarFunctions(
  gone: readonly FunctionFacts[],
  added: readonly FunctionFacts[],
  packages: ReadonlyMap<string, string>,
): [FunctionFacts, FunctionFacts][] {
  const owners = new Map<string, FunctionFacts[]>();
  const contents = new Map(added.map((facts) => [facts, contentOf(facts)]));
  for (const [facts, tokens] of contents) for (const token of tokens) push(owners, token, facts);
  const candidates: Candidate<FunctionFacts, FunctionFacts>[] = [];
  for (const before of gone) {
    const tokens = contentOf(before);
    for (const after of ownersOf([...tokens], owners)) {
      const others = contents.get(after) ?? new Set();
      const shared = countShared(tokens, others);
      const likeness = (2 * shared) / (tokens.size + others.size);
      const samePackage = (packages.get(before.package) ?? before.package) === after.package;
      const evidence = evidenceFor(before, after);
      const enough =
        (evidence === "strong" && likeness >= 0.5) ||
        (evidence === "some" && likeness === 1 && samePackage) ||
        (evidence !== "against" && likeness >= 0.8 && shared >= 3 && samePackage);
      const score = likeness + (evidence === "strong" ? 1 : 0) + (samePackage ? 0.5 : 0);
      if (enough) candidates.push({ before, after, score });
    }
  }
  return bestPairs(candidates);
}

/** What a function does, in texts that do not hold its name. Equal texts are numbered, so that they count. */
function contentOf({ escapes, leaks }: FunctionFacts): Set<string> {
  const tokens = new Set<string>();
  const add = (text: string) => {
    let token = text;
    for (let i = 2; tokens.has(token); i++) token = `${text} ${i}`;
    tokens.add(token);
  };
  for (const { allocation, expression, cause } of escapes) add(`${allocation} ${cause} ${plainText(expression)}`);
  for (const { parameter, content, to } of leaks) add(`leak ${parameter} ${content} ${to}`);
  return tokens;
}

function evidenceFor(before: FunctionFacts, after: FunctionFacts): "strong" | "some" | "none" | "against" {
  if (simpleName(before.name) === simpleName(after.name)) return "strong";
  const [old, now] = [before.inlining, after.inlining];
  if (old === null || now === null) return "none";
  if (old.inlinable !== now.inlinable || old.cost !== now.cost) return "against";
  if (old.inlinable && bodyOf(old.message) === bodyOf(now.message)) return "strong";
  return old.reason === now.reason ? "some" : "none";
}

/** `m` of `(*T).m`. */
function simpleName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** The signature and body in `can inline F with cost 8 as: func() *int { x := 10; return &x }`. */
function bodyOf(message: string): string {
  return message.slice(message.indexOf(" as: ") + 1);
}

interface Candidate<B, A> {
  readonly before: B;
  readonly after: A;
  readonly score: number;
}

/** Takes the best pairs first; each side is taken once. */
function bestPairs<B, A>(candidates: Candidate<B, A>[]): [B, A][] {
  const taken = new Set<B | A>();
  const pairs: [B, A][] = [];
  for (const { before, after } of candidates.sort((x, y) => y.score - x.score)) {
    if (taken.has(before) || taken.has(after)) continue;
    taken.add(before).add(after);
    pairs.push([before, after]);
  }
  return pairs;
}

/** Owners of at least one of the tokens. */
function ownersOf<T>(tokens: readonly string[], owners: ReadonlyMap<string, readonly T[]>): Set<T> {
  const found = new Set<T>();
  for (const token of tokens) {
    const list = owners.get(token) ?? [];
    if (list.length > (tokens.length > 1 ? COMMON : TOO_COMMON)) continue;
    for (const owner of list) found.add(owner);
  }
  return found;
}

function countShared(tokens: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let count = 0;
  for (const token of tokens) if (others.has(token)) count++;
  return count;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
