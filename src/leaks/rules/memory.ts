import type { MemStats } from "../../../parsers/memstats/index.js";
import type { LeakMemory } from "../../records/leaks.js";
import { formatBytes } from "../../text/number.js";
import { type Draft, NO_GOROUTINES } from "../draft.js";
import { FULL_POINTS, isSteady, type Series, total } from "../trend.js";

const OUTSIDE_FLOOR = 500_000;
const OUTSIDE_TOTAL = 4_000_000;
const STACKS_FLOOR = 1_000_000;
/** Memory that the run time keeps is worth a word from here on, and where it is more than what is used. */
const KEPT_BYTES = 8_000_000;

/** Where the memory of a process is; `rss` null where the operating system does not tell. */
export function memoryOf(memstats: MemStats, rss: number | null): LeakMemory {
  const { sys, heapAlloc, heapInuse, heapIdle, heapReleased, stackInuse } = memstats;
  const kept = heapIdle - heapReleased;
  return {
    rss,
    live: heapAlloc,
    unused: heapInuse - heapAlloc,
    kept,
    stacks: stackInuse,
    runtime: Math.max(0, sys - heapInuse - heapIdle - stackInuse),
    outside: rss === null ? null : Math.max(0, rss - (sys - heapReleased)),
  };
}

/**
 * Memory that the run time does not know: cgo, mmap. `series` is what is resident beyond what the run time has. What the
 * run time has is read a moment apart from what is resident, and changes by megabytes where much is allocated: so what is
 * resident, `rss`, has to grow as well.
 */
export function outsideDrafts(series: Series, rss: Series): Draft[] {
  const { values, times } = series;
  for (const { values: each } of [series, rss]) {
    if (each.length < 2 || !isSteady(each, OUTSIDE_FLOOR) || total(each) <= OUTSIDE_TOTAL) return [];
  }
  return [
    {
      kind: "other-resource",
      certainty: times.length < FULL_POINTS ? "possible" : "likely",
      place: null,
      summary: `memory outside of Go grows: ${formatBytes(total(values))} more that C code or mmap holds`,
      unit: "bytes",
      series,
      ...NO_GOROUTINES,
      stack: [],
      evidence: [`resident beyond what the run time has: ${values.map(formatBytes).join(", ")}`],
    },
  ];
}

/** What grows and is in no heap profile; null where that is little. */
export function stacksNote(values: readonly number[]): string | null {
  if (values.length < 2 || !isSteady(values, STACKS_FLOOR)) return null;
  return `stacks of goroutines grew from ${formatBytes(values[0] ?? 0)} to ${formatBytes(values.at(-1) ?? 0)}: they are in no heap profile`;
}

/** Memory that is free, but not given back to the operating system; null where that is little. */
export function keptNote({ kept, live, stacks }: LeakMemory): string | null {
  if (kept < KEPT_BYTES || kept <= live + stacks) return null;
  return `the run time keeps ${formatBytes(kept)} of empty heap that it gives back only slowly: that is no leak, and GOMEMLIMIT or debug.FreeOSMemory make it give back more`;
}
