import type { Frame } from "./frame.js";
import type { HeapSnapshot, SiteValues } from "./point.js";
import type { Site } from "./site.js";
import { total } from "./trend.js";

/** What one line holds and has allocated, at each point that is judged. */
export interface LineGrowth {
  readonly place: Frame;
  readonly inuseBytes: readonly number[];
  readonly inuseSamples: readonly number[];
  readonly allocBytes: readonly number[];
  readonly allocSamples: readonly number[];
  /** The calls of the library below the line that hold most of the growth, innermost first; the line itself is last. */
  readonly site: Site;
  /** All such calls. */
  readonly sites: readonly Site[];
  /** The samples of that site alone: a map that a call fills throws away what it has outgrown, and the values stay. */
  readonly siteInuse: readonly number[];
  readonly siteAlloc: readonly number[];
  /** How large most of its objects are, in bytes; null where the profile does not say. */
  readonly objectBytes: number | null;
  /** A whole stack of it, from the last point. */
  readonly stack: readonly Frame[];
}

/** The test file that takes the points of `--test`: what it allocates is none of the program's business. */
export const POINT_FILE = "zzz_escape_report_point_test.go";

const NOTHING: SiteValues = { inuseBytes: 0, inuseObjects: 0, inuseSamples: 0, allocBytes: 0, allocSamples: 0 };

/** The lines outside of the standard library, each with what its calls of the library allocate. */
export function lineGrowths(heaps: readonly HeapSnapshot[]): LineGrowth[] {
  const lines = new Map<string, { readonly place: Frame; readonly sites: Set<Site> }>();
  for (const heap of heaps) {
    for (const site of heap.sites.keys()) {
      const { user } = site;
      if (user === null || user.file?.endsWith(POINT_FILE) === true) continue;
      const key = `${user.function}\n${user.file}\n${user.line}`;
      const line = lines.get(key);
      if (line === undefined) lines.set(key, { place: user, sites: new Set([site]) });
      else line.sites.add(site);
    }
  }
  return Array.from(lines.values(), ({ place, sites }) => lineGrowth(place, [...sites], heaps));
}

function lineGrowth(place: Frame, sites: readonly Site[], heaps: readonly HeapSnapshot[]): LineGrowth {
  const column = (of: (values: SiteValues) => number, some: readonly Site[] = sites) =>
    heaps.map((heap) => some.reduce((sum, site) => sum + of(heap.sites.get(site) ?? NOTHING), 0));
  const growthOf = (site: Site) => total(heaps.map((heap) => (heap.sites.get(site) ?? NOTHING).inuseBytes));
  const [first] = sites;
  if (first === undefined) throw new RangeError("a line is made of at least one site");
  const site = sites.reduce((most, each) => (growthOf(each) > growthOf(most) ? each : most), first);
  const stack = heaps.findLast((heap) => heap.stacks.has(site))?.stacks.get(site) ?? site.frames;
  return {
    place,
    inuseBytes: column((values) => values.inuseBytes),
    inuseSamples: column((values) => values.inuseSamples),
    allocBytes: column((values) => values.allocBytes),
    allocSamples: column((values) => values.allocSamples),
    site,
    sites,
    siteInuse: column((values) => values.inuseSamples, [site]),
    siteAlloc: column((values) => values.allocSamples, [site]),
    objectBytes: heaps.findLast((heap) => heap.objectBytes.has(site))?.objectBytes.get(site) ?? null,
    stack,
  };
}

/**
 * The line whose calls of these functions hold more and more: where something comes from that the goroutines or
 * descriptors themselves do not tell. null where the heap profile has no sample of it.
 */
export function lineThatCalls(
  functions: RegExp,
  lines: readonly LineGrowth[],
  by: "inuseSamples" | "allocSamples" = "inuseSamples",
): LineGrowth | null {
  return mostOf(callersOf(functions, lines), (line) => total(line[by]));
}

/** The line whose calls of these functions have allocated most since the start; null where the profile has none. */
export function lineThatCalled(functions: RegExp, lines: readonly LineGrowth[]): LineGrowth | null {
  return mostOf(callersOf(functions, lines), (line) => line.allocSamples.at(-1) ?? 0);
}

function callersOf(functions: RegExp, lines: readonly LineGrowth[]): LineGrowth[] {
  return lines.filter(({ sites }) =>
    sites.some(({ frames }) => frames.some((frame) => functions.test(frame.function))),
  );
}

function mostOf(lines: readonly LineGrowth[], amount: (line: LineGrowth) => number): LineGrowth | null {
  let found: LineGrowth | null = null;
  for (const line of lines) {
    if (amount(line) > (found === null ? 0 : amount(found))) found = line;
  }
  return found;
}
