import type { FunctionFacts } from "./functions.js";
import { bestPairs, type Candidate } from "./most-similar.js";
import { lastName } from "./source-view.js";

/** How much of two functions has to be the same, by their parts of three words. */
const LIKE = 0.6;
/** How much of the smaller of two functions has to be in the other, where one was split or two were put together. */
const PART_OF = 0.75;
/** Functions with fewer parts are written alike in packages that have nothing to do with each other. */
const FEW_PARTS = 25;
/** Beyond this many pairs of functions, comparing them is not worth its time. */
const MOST_PAIRS = 40_000;

const WORD = /"(?:[^"\\]|\\.)*"|`[^`]*`|[\p{L}_][\p{L}\p{N}_]*|\p{N}+|\S/gu;

/** Functions that are gone and functions that are new, by how like their code is. */
export interface SimilarFunctions {
  /** Each function once at most: those that are most alike. */
  readonly same: ReadonlyMap<FunctionFacts, FunctionFacts>;
  /** Also those of which one is a part of the other. */
  readonly like: ReadonlyMap<FunctionFacts, ReadonlySet<FunctionFacts>>;
}

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
): SimilarFunctions {
  if (gone.length * added.length > MOST_PAIRS) return { same: new Map(), like: new Map() };
  const partsOf = (side: "before" | "after") => (facts: FunctionFacts) => {
    const code = codeOf(facts, side);
    if (code === null) return [];
    const parts = threes(code);
    return [{ facts, parts, size: total(parts) }];
  };
  const others = added.flatMap(partsOf("after"));
  const candidates: Candidate<FunctionFacts>[] = [];
  const like = new Map<FunctionFacts, Set<FunctionFacts>>();
  for (const old of gone.flatMap(partsOf("before"))) {
    const liked = new Set<FunctionFacts>();
    for (const now of others) {
      if ((old.facts.package === now.facts.package) !== samePackage) continue;
      const smaller = Math.min(old.size, now.size);
      if (!samePackage && smaller < FEW_PARTS && lastName(old.facts.name) !== lastName(now.facts.name)) continue;
      const shared = sharedParts(old.parts, now.parts);
      const score = (2 * shared) / (old.size + now.size);
      if (score >= LIKE) candidates.push({ before: old.facts, after: now.facts, score });
      if (score >= LIKE || (smaller >= FEW_PARTS && shared >= PART_OF * smaller)) liked.add(now.facts);
    }
    if (liked.size > 0) like.set(old.facts, liked);
  }
  return { same: new Map(bestPairs(candidates)), like };
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

function sharedParts(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [part, count] of a) shared += Math.min(count, b.get(part) ?? 0);
  return shared;
}

function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
