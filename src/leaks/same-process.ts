import { type Executable, type Point, timeOf } from "./point.js";

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
  return fallingTotals(points);
}

function difference(a: Executable, b: Executable): string | null {
  if (a.buildId !== b.buildId) return `of two builds (${a.buildId || "no build id"} and ${b.buildId || "none"})`;
  if (a.file !== b.file) return `of two programs (${a.file} and ${b.file})`;
  return a.start === b.start ? null : "of two processes: the program lies at another address";
}

/** What has been allocated since the start never becomes less. */
function fallingTotals(points: readonly Point[]): string | null {
  let before: Point | null = null;
  for (const point of points) {
    if (before !== null) {
      const fell = [
        [before.memstats?.totalAlloc, point.memstats?.totalAlloc],
        [before.memstats?.numGC, point.memstats?.numGC],
        [before.heap?.allocBytes, point.heap?.allocBytes],
      ].some(([earlier, later]) => earlier !== undefined && later !== undefined && later < earlier);
      if (fell) {
        const order = timeOf(point) === null ? ", or they are not in the order in which they were taken" : "";
        return `${point.name} has allocated less since its start than ${before.name}: it is another process, or the program was restarted${order}`;
      }
    }
    if (point.memstats !== null || point.heap !== null) before = point;
  }
  return null;
}
