import type { ProofSites, SiteAmount, SiteChange } from "../records/prove.js";
import type { PlaceSum, SiteSum } from "./site-amounts.js";

/** Less is no change: maps grow at other times from run to run, and the benchmark's beginning is a part of each operation. */
const SHARE_OF_SITE = 0.02;
const SHARE_OF_ALL = 0.002;
/** Nor is what go would round to nothing: bytes, or allocations. */
const FEWEST_BYTES = 0.5;
const FEWEST_ALLOCS = 0.1;
/** How many standard deviations of a sampled profile are no chance. */
const DEVIATIONS = 4;

/** What the profiles of both sides are of. */
export interface ProfileFacts {
  readonly exact: boolean;
  readonly operations: number;
}

/** Compares what both sides allocate in one operation, site by site. */
export function siteChanges(before: readonly SiteSum[], after: readonly SiteSum[], facts: ProfileFacts): ProofSites {
  const sides = new Map<string, { readonly identity: SiteSum["identity"]; before: Side; after: Side }>();
  for (const [side, sums] of [["before", before] as const, ["after", after] as const]) {
    for (const { identity, places } of sums) {
      const key = [identity.function, identity.origin, identity.cause, identity.expression, identity.type].join("\0");
      const known = sides.get(key) ?? { identity, before: [], after: [] };
      sides.set(key, known);
      known[side] = places;
    }
  }
  const totals = { before: totalOf(before), after: totalOf(after) };
  const floors = {
    bytes: Math.max(FEWEST_BYTES, SHARE_OF_ALL * Math.max(totals.before, totals.after)),
    allocs: Math.max(FEWEST_ALLOCS, SHARE_OF_ALL * Math.max(allocsOf(before), allocsOf(after))),
  };
  const changes: SiteChange[] = [];
  let same = 0;
  for (const { identity, before: a, after: b } of sides.values()) {
    for (const [x, y] of pairs(a, b)) {
      if (differs("bytes", x, y, floors.bytes) || differs("allocs", x, y, floors.allocs))
        changes.push({ ...identity, ...changeOf(x, y) });
      else same++;
    }
  }
  changes.sort((a, b) => Math.abs(difference(b)) - Math.abs(difference(a)) || (a.function < b.function ? -1 : 1));
  return { exact: facts.exact, operations: facts.operations, ...totals, same, changes };
}

type Side = readonly PlaceSum[];

/**
 * Places of the same kind in one function: where there are as many on both sides, one after the other by line, else all
 * together, since none of them can be told from the others.
 */
function pairs(a: Side, b: Side): (readonly [Side, Side])[] {
  if (a.length !== b.length) return [[a, b]];
  const byLine = (side: Side) => [...side].sort((x, y) => x.line - y.line);
  const after = byLine(b);
  return byLine(a).map((place, i) => [[place], after.slice(i, i + 1)]);
}

type Amount = "bytes" | "allocs";

function differs(of: Amount, a: Side, b: Side, floor: number): boolean {
  const [x, y] = [sumOf(of, a), sumOf(of, b)];
  const distance = Math.abs(x - y);
  if (distance < floor || distance < SHARE_OF_SITE * Math.max(x, y)) return false;
  return distance > DEVIATIONS * Math.sqrt(variance(of, a) + variance(of, b));
}

/** Samples come by chance, as many as their number says. */
function variance(of: Amount, side: Side): number {
  return side.reduce(
    (sum, place) => sum + (place.samples === Number.POSITIVE_INFINITY ? 0 : place[of] ** 2 / place.samples),
    0,
  );
}

function changeOf(a: Side, b: Side): Pick<SiteChange, "change" | "before" | "after"> {
  const [before, after] = [amountOf(a), amountOf(b)];
  return { change: before === null ? "came" : after === null ? "went" : "changed", before, after };
}

function amountOf(side: Side): SiteAmount | null {
  const [heaviest] = [...side].sort((x, y) => y.bytes - x.bytes);
  if (heaviest === undefined) return null;
  const { file, line, function: name, inYourCode } = heaviest;
  const [bytes, allocs] = [sumOf("bytes", side), sumOf("allocs", side)];
  return { file, line, function: name, bytes, allocs, inYourCode, places: side.length };
}

function sumOf(of: Amount, side: Side): number {
  return side.reduce((sum, place) => sum + place[of], 0);
}

function totalOf(sums: readonly SiteSum[]): number {
  return sums.reduce((sum, { places }) => sum + sumOf("bytes", places), 0);
}

function allocsOf(sums: readonly SiteSum[]): number {
  return sums.reduce((sum, { places }) => sum + sumOf("allocs", places), 0);
}

function difference({ before, after }: SiteChange): number {
  return (after?.bytes ?? 0) - (before?.bytes ?? 0);
}
