/** A token that more owners than this have tells nothing beside others, and one that many have nothing at all. */
const COMMON = 50;
const TOO_COMMON = 1000;

/** Two things that may be the same. */
export interface Candidate<T> {
  readonly before: T;
  readonly after: T;
  readonly score: number;
}

/** Takes the best pairs first; each thing is taken once. */
export function bestPairs<T>(candidates: readonly Candidate<T>[]): [T, T][] {
  const taken = new Set<T>();
  const pairs: [T, T][] = [];
  for (const { before, after } of [...candidates].sort((x, y) => y.score - x.score)) {
    if (taken.has(before) || taken.has(after)) continue;
    taken.add(before).add(after);
    pairs.push([before, after]);
  }
  return pairs;
}

/** Owners of at least one of the tokens. */
export function ownersOf<T>(tokens: readonly string[], owners: ReadonlyMap<string, readonly T[]>): Set<T> {
  const found = new Set<T>();
  for (const token of tokens) {
    const list = owners.get(token) ?? [];
    if (list.length > (tokens.length > 1 ? COMMON : TOO_COMMON)) continue;
    for (const owner of list) found.add(owner);
  }
  return found;
}

/** How many of the first tokens are among the others. */
export function countShared(tokens: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let count = 0;
  for (const token of tokens) if (others.has(token)) count++;
  return count;
}

/** Adds to a list of a map. */
export function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
