import type { FunctionFacts } from "./functions.js";
import { bestPairs, type Candidate } from "./most-similar.js";
import { lastName } from "./source-view.js";

/** How much of two functions has to be the same, by their parts of three words. */
const LIKE = 0.6;
/** Functions with fewer parts are written alike in packages that have nothing to do with each other. */
const FEW_PARTS = 25;
/** Beyond this many pairs of functions, comparing them is not worth its time. */
const MOST_PAIRS = 40_000;

const WORD = /"(?:[^"\\]|\\.)*"|`[^`]*`|[\p{L}_][\p{L}\p{N}_]*|\p{N}+|\S/gu;

/**
 * Pairs functions that are gone with functions that are new by their code: another name, another parameter, another branch
 * or another package is no matter, as long as most of it is the same. Small functions of two packages are only paired when
 * they have one name. `codeOf`: null where the source is not at hand.
 */
export function similarFunctions(
  gone: readonly FunctionFacts[],
  added: readonly FunctionFacts[],
  codeOf: (facts: FunctionFacts, side: "before" | "after") => string | null,
  samePackage: boolean,
): Map<FunctionFacts, FunctionFacts> {
  if (gone.length * added.length > MOST_PAIRS) return new Map();
  const partsOf = (side: "before" | "after") => (facts: FunctionFacts) => {
    const code = codeOf(facts, side);
    if (code === null) return [];
    const parts = threes(code);
    return [{ facts, parts, size: total(parts) }];
  };
  const others = added.flatMap(partsOf("after"));
  const candidates = gone.flatMap(partsOf("before")).flatMap((old): Candidate<FunctionFacts>[] =>
    others.flatMap((now) => {
      if ((old.facts.package === now.facts.package) !== samePackage) return [];
      if (!samePackage && old.size < FEW_PARTS && lastName(old.facts.name) !== lastName(now.facts.name)) return [];
      const score = likeness(old.parts, now.parts);
      return score >= LIKE ? [{ before: old.facts, after: now.facts, score }] : [];
    }),
  );
  return new Map(bestPairs(candidates));
}

/** Every three words that follow each other, with how often they do. The name of the function is left out. */
function threes(code: string): Map<string, number> {
  const words = code.replace(/^func (\([^)]*\) ?)?[\p{L}_][\p{L}\p{N}_]*/u, "func $1").match(WORD) ?? [];
  const parts = new Map<string, number>();
  for (let i = 0; i + 2 < words.length; i++) {
    const part = words.slice(i, i + 3).join(" ");
    parts.set(part, (parts.get(part) ?? 0) + 1);
  }
  return parts;
}

function likeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const [x, y] = [total(a), total(b)];
  if (2 * Math.min(x, y) < LIKE * (x + y)) return 0;
  let shared = 0;
  for (const [part, count] of a) shared += Math.min(count, b.get(part) ?? 0);
  return (2 * shared) / (x + y);
}

function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
