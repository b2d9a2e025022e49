import type { MemStats } from "../../parsers/memstats/index.js";
import { type Executable, type HeapSnapshot, type Point, timeOf } from "./point.js";

/**
 * Why points are not of one process, as a sentence; null where nothing speaks against it. What a restarted program
 * holds says nothing about the one before.
 */
export function processMismatch(points: readonly Point[]): string | null {
  let seen: { readonly executable: Executable; readonly name: string } | null = null;
  for (const point of points) {
    for (const part of [point.heap, point.goroutines, point.leaked]) {
      const executable = part?.executable ?? null;
      if (executable === null) continue;
      const reason = seen === null ? null : difference(seen.executable, executable);
      if (reason !== null) return `${seen?.name} and ${point.name} are ${reason}`;
      seen ??= { executable, name: point.name };
    }
  }
  return otherCollections(points) ?? fallingTotals(points);
}

function difference(a: Executable, b: Executable): string | null {
  if (a.buildId !== b.buildId) return `of two builds (${a.buildId || "no build id"} and ${b.buildId || "none"})`;
  if (a.file !== b.file) return `of two programs (${a.file} and ${b.file})`;
  return a.start === b.start ? null : "of two processes: the program lies at another address";
}

/** How many of the last collections the run time remembers. */
const REMEMBERED = 256;

/** The time when a collection ended is remembered: that of an earlier point is in the later one's list. */
function otherCollections(points: readonly Point[]): string | null {
  let before: { readonly memstats: MemStats; readonly name: string } | null = null;
  for (const { memstats, name } of points) {
    if (memstats === null) continue;
    if (before !== null && forgets(before.memstats, memstats)) {
      return `${before.name} and ${name} are of two processes: the collections of the one are not among those of the other`;
    }
    before = { memstats, name };
  }
  return null;
}

function forgets(earlier: MemStats, later: MemStats): boolean {
  const { numGC } = earlier;
  if (numGC < 1 || later.numGC < numGC || later.numGC - numGC >= REMEMBERED) return false;
  const at = (numGC - 1) % REMEMBERED;
  const [then, now] = [earlier.pauseEnds[at], later.pauseEnds[at]];
  return then !== undefined && now !== undefined && then !== now;
}

/** What has been allocated since the start never becomes less, neither in all nor at one place. */
function fallingTotals(points: readonly Point[]): string | null {
  let before: Point | null = null;
  for (const point of points) {
    if (before !== null) {
      const fell = [
        [before.memstats?.totalAlloc, point.memstats?.totalAlloc],
        [before.memstats?.numGC, point.memstats?.numGC],
        [before.heap?.allocBytes, point.heap?.allocBytes],
      ].some(([earlier, later]) => earlier !== undefined && later !== undefined && later < earlier);
      if (fell || forgetsSites(before.heap, point.heap)) {
        const order = timeOf(point) === null ? ", or they are not in the order in which they were taken" : "";
        return `${point.name} has allocated less since its start than ${before.name}: it is another process, or the program was restarted${order}`;
      }
    }
    if (point.memstats !== null || point.heap !== null) before = point;
  }
  return null;
}

/** Values are scaled up by floating point. */
const ROUNDING = 0.999;

function forgetsSites(earlier: HeapSnapshot | null, later: HeapSnapshot | null): boolean {
  if (earlier === null || later === null || earlier.period !== later.period) return false;
  for (const [site, { allocBytes }] of earlier.sites) {
    if ((later.sites.get(site)?.allocBytes ?? 0) < allocBytes * ROUNDING) return true;
  }
  return false;
}
