import { interest } from "../../report/ranking.js";
import type { Finding } from "./finding.js";

/** Another one of the same group is worth this much less than the one before it, up to a bound. */
const REPEAT_COST = 8;
const MOST_COST = 64;

/** The most useful findings, in the order in which they came, and how many are left out. */
export interface Chosen<F extends Finding> {
  readonly shown: readonly F[];
  readonly more: number;
}

interface Rated<F extends Finding> {
  readonly finding: F;
  readonly index: number;
  readonly value: number;
}

/**
 * Chooses what is most likely worth a look, rather one of each group than many of one. Holds a small multiple of
 * `limit` in memory, however many there are.
 */
export function mostUseful<F extends Finding>(findings: Iterable<F>, limit: number): Chosen<F> {
  const repeats = new Map<string, number>();
  let kept: Rated<F>[] = [];
  let count = 0;
  for (const finding of findings) {
    const repeat = repeats.get(finding.group) ?? 0;
    repeats.set(finding.group, repeat + 1);
    const value = interest(finding.record) - Math.min(REPEAT_COST * repeat, MOST_COST);
    kept.push({ finding, index: count++, value });
    if (kept.length > 2 * limit + 1000) kept = best(kept, limit);
  }
  const shown = best(kept, limit)
    .sort((a, b) => a.index - b.index)
    .map(({ finding }) => finding);
  return { shown, more: count - shown.length };
}

function best<F extends Finding>(rated: Rated<F>[], limit: number): Rated<F>[] {
  return rated.length <= limit ? rated : rated.sort((a, b) => b.value - a.value || a.index - b.index).slice(0, limit);
}
