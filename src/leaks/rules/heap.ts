import { formatBytes, formatShare } from "../../text/number.js";
import { type Draft, NO_GOROUTINES } from "../draft.js";
import type { LineGrowth } from "../growth.js";
import { callPlace } from "../shown-place.js";
import { FULL_POINTS, isSteady, significance, steps, total } from "../trend.js";

/** Growth of a line in standard deviations. */
const MIN_SIGNIFICANCE = 2.5;
/** The same where nothing tells how much memory is reachable. */
const MIN_SIGNIFICANCE_ALONE = 4;
/** Real leaks keep 83 to 100% of what they allocate; a cache that has filled, in the end nothing. */
const KEPT = 0.75;
const KEPT_LITTLE = 0.25;

/** The heap at the points that are judged. */
export interface HeapGrowth {
  readonly lines: readonly LineGrowth[];
  readonly times: readonly (number | null)[];
  /** Reachable bytes at the same points; null where one of them does not tell. */
  readonly live: readonly number[] | null;
  /** By how many bytes they have to rise from point to point; null where that is not asked for. */
  readonly liveFloor: number | null;
}

/** Whether the memory that can be reached grows. null: nothing tells. */
export function liveGrows({ live, liveFloor }: HeapGrowth): boolean | null {
  if (liveFloor === null) return true;
  return live === null ? null : isSteady(live, liveFloor);
}

/** Lines that allocate what stays. */
export function heapDrafts(heap: HeapGrowth): Draft[] {
  const grows = liveGrows(heap);
  if (grows === false || heap.times.length < 2) return [];
  return heap.lines.flatMap((line) => draft(line, heap, grows === true) ?? []);
}

function draft(line: LineGrowth, { times, live, liveFloor }: HeapGrowth, grows: boolean): Draft | null {
  const samples = line.inuseSamples;
  const sure = significance(samples);
  const rises = steps(samples);
  const last = rises.at(-1) ?? 0;
  if (sure < MIN_SIGNIFICANCE || last <= 0 || rises.some((rise) => rise < 0)) return null;
  const kept = keptShare(line);
  if (kept.all < KEPT_LITTLE || kept.last < KEPT_LITTLE) return null;
  const enough = grows || (sure >= MIN_SIGNIFICANCE_ALONE && rises.every((rise) => rise > 0));
  const likely = times.length >= FULL_POINTS && enough && kept.all >= KEPT;
  const bytes = total(line.inuseBytes);
  const evidence = [
    `in use: ${line.inuseBytes.map(formatBytes).join(", ")}, ${sure.toFixed(1)} standard deviations beyond chance`,
    `${formatShare(Math.min(1, kept.all))} of what the line allocated in that time is still there, ${formatShare(Math.min(1, kept.last))} of what came last`,
  ];
  if (live !== null && liveFloor !== null) evidence.push(`reachable memory: ${live.map(formatBytes).join(", ")}`);
  if (times.length < FULL_POINTS)
    evidence.push(`${times.length} points are too few to tell a leak from a cache that fills`);
  return {
    kind: kindOf(line),
    certainty: likely ? "likely" : "possible",
    place: line.place,
    summary: `what this line allocates stays: ${formatBytes(bytes)} more in use`,
    unit: "bytes",
    series: { values: line.inuseBytes, times },
    ...NO_GOROUTINES,
    objectBytes: line.objectBytes,
    stack: line.stack,
    evidence,
  };
}

/** How much of what a line mostly allocates is in use at the end: of all that it allocated, and of the last interval. */
function keptShare(line: LineGrowth): { readonly all: number; readonly last: number } {
  const share = (kept: number, allocated: number) => (allocated > 0 ? kept / allocated : 0);
  return {
    all: share(total(line.siteInuse), total(line.siteAlloc)),
    last: share(steps(line.siteInuse).at(-1) ?? 0, steps(line.siteAlloc).at(-1) ?? 0),
  };
}

const TIMER = /^time\.(?:NewTimer|NewTicker|After|AfterFunc|Tick)$/;
const CONTEXT = /^context\.With(?:Cancel|Timeout|Deadline)(?:Cause)?$/;

function kindOf({ site }: LineGrowth): Draft["kind"] {
  const calls = (pattern: RegExp) => site.frames.some((frame) => pattern.test(frame.function));
  // Contexts with a deadline hold a timer.
  if (calls(CONTEXT)) return "context";
  return calls(TIMER) ? "timer" : "heap-growth";
}

/** Allocated and not kept, in bytes: worth a word where it is much. */
const CHURN_BYTES = 8_000_000;

/** The line that allocates most and keeps nothing; null where that is little. */
export function churnNote({ lines }: HeapGrowth): string | null {
  const [most] = [...lines].sort((a, b) => total(b.allocBytes) - total(a.allocBytes));
  if (most === undefined || total(most.allocBytes) < CHURN_BYTES || keptShare(most).all >= KEPT_LITTLE) return null;
  return `${callPlace(most.place)} allocated ${formatBytes(total(most.allocBytes))} between the points and kept next to nothing of it: that is churn and no leak`;
}
