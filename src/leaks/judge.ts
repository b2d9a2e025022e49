import type { LeakLimits, Leaks } from "../records/leaks.js";
import { LEAKS_SCHEMA } from "../records/schema-names.js";
import { formatBytes, formatCount } from "../text/number.js";
import type { Draft } from "./draft.js";
import { finding, type Totals } from "./finding.js";
import { fold } from "./fold.js";
import { lineGrowths } from "./growth.js";
import { goroutinesOf, type Point, timeOf } from "./point.js";
import { descriptorCount, descriptorDrafts } from "./rules/descriptors.js";
import { type GoroutineGrowth, goroutineDrafts } from "./rules/goroutines.js";
import { churnNote, type HeapGrowth, heapDrafts, liveGrows } from "./rules/heap.js";
import { leakedDrafts } from "./rules/leaked.js";
import { keptNote, memoryOf, outsideDrafts, stacksNote } from "./rules/memory.js";
import { FULL_POINTS, judgedPoints, total } from "./trend.js";

/** How to judge. */
export interface JudgeOptions {
  /** How many more goroutines or descriptors there have to be at each point: 8 for a server, 1 for a test. */
  readonly floor: number;
  /**
   * How many more bytes there have to be reachable at each point; null where the profile holds every allocation, and
   * needs no other witness.
   */
  readonly liveFloor: number | null;
}

/** A server does something else at each point: this much more is not chance. */
export const SERVER: JudgeOptions = { floor: 8, liveFloor: 32 * 1024 };
/** The rounds of a test do the same. */
export const TEST: JudgeOptions = { floor: 1, liveFloor: null };

/** Finds what leaks, from points of one process in the order in which they were taken. */
export function judge(points: readonly Point[], { floor, liveFloor }: JudgeOptions): Leaks {
  const judged = judgedPoints(points.length);
  const chosen = judged.flatMap((i) => points[i] ?? []);
  const heap = heapGrowth(points, liveFloor);
  const goroutines = goroutineGrowth(points, floor);
  const leaked = leakedDrafts(points, goroutines);
  const proved = new Set(leaked.flatMap((draft) => provedKeys(draft, goroutines)));
  const growing = goroutineDrafts(goroutines, heap.lines, proved);
  const facts = series(points, ({ process }) => (process?.descriptors == null ? null : process));
  const descriptors = descriptorDrafts(
    { facts: facts.values, times: facts.times, floor },
    goroutines.snapshots,
    heap.lines,
  );
  const drafts = fold([...leaked, ...growing], descriptors, heapDrafts(heap), outside(points));
  const totals: Totals = {
    bytes: heap.inuse,
    goroutines: total(goroutines.snapshots.map((snapshot) => snapshot.total)),
    descriptors: total(
      facts.values.flatMap((each) => (each.descriptors === null ? [] : descriptorCount(each.descriptors.after))),
    ),
  };
  const last = points.findLast(({ memstats }) => memstats !== null);
  const memory = last?.memstats == null ? null : memoryOf(last.memstats, last.process?.rss ?? null);
  const findings = drafts.map((draft) => finding(draft, totals)).sort(bySureness);
  return {
    schema: LEAKS_SCHEMA,
    points: points.map(pointRow),
    judged,
    findings,
    allowed: [],
    notes: [
      ...pointNotes(points, chosen),
      ...heapNotes(heap, drafts),
      ...[stacksNote(series(points, ({ memstats }) => memstats?.stackInuse ?? null).values)].flatMap(
        (note) => note ?? [],
      ),
      ...(memory === null ? [] : [keptNote(memory)].flatMap((note) => note ?? [])),
      ...leakProfileNotes(points, growing),
    ],
    memory,
    limits: limitsOf(heap, goroutines),
    trace: null,
  };
}

interface Values<T> {
  readonly values: readonly T[];
  readonly times: readonly (number | null)[];
}

/** What the points to judge by have of something: of those points that have it. */
function series<T>(points: readonly Point[], of: (point: Point) => T | null): Values<T> {
  const all = points.flatMap((point) => {
    const value = of(point);
    return value === null ? [] : [{ value, time: timeOf(point) }];
  });
  const chosen = judgedPoints(all.length).flatMap((i) => all[i] ?? []);
  return { values: chosen.map(({ value }) => value), times: chosen.map(({ time }) => time) };
}

function heapGrowth(
  points: readonly Point[],
  liveFloor: number | null,
): HeapGrowth & { readonly inuse: number; readonly period: number | null } {
  const { values, times } = series(points, ({ heap, memstats }) => (heap === null ? null : { heap, memstats }));
  const live = values.flatMap(({ memstats }) => memstats?.heapAlloc ?? []);
  const heaps = values.map(({ heap }) => heap);
  return {
    lines: lineGrowths(heaps),
    times,
    liveFloor,
    live: live.length === values.length && live.length > 0 ? live : null,
    inuse: total(heaps.map(({ inuseBytes }) => inuseBytes)),
    period: heaps.at(-1)?.period ?? null,
  };
}

function goroutineGrowth(points: readonly Point[], floor: number): GoroutineGrowth {
  const { values, times } = series(points, ({ goroutines, details }) => goroutines ?? details);
  const details = points.findLast((point) => point.details !== null)?.details ?? null;
  return { snapshots: values, times, details, floor };
}

/** Groups that are proved to be leaked, so that their growth is not told again. */
function provedKeys(draft: Draft, { snapshots, details }: GoroutineGrowth): string[] {
  return [...snapshots, ...(details === null ? [] : [details])].flatMap(({ groups }) =>
    [...groups.values()]
      .filter(
        ({ stack, waitsFor }) => stack === draft.stack || (waitsFor === draft.waitsFor && sameStack(stack, draft)),
      )
      .map(({ key }) => key),
  );
}

function sameStack(
  stack: readonly { readonly function: string; readonly line: number | null }[],
  draft: Draft,
): boolean {
  return (
    stack.length === draft.stack.length &&
    stack.every((frame, i) => frame.function === draft.stack[i]?.function && frame.line === draft.stack[i]?.line)
  );
}

function outside(points: readonly Point[]): Draft[] {
  return outsideDrafts(
    series(points, ({ memstats, process }) =>
      memstats === null || process?.rss == null ? null : process.rss - (memstats.sys - memstats.heapReleased),
    ),
    series(points, ({ process }) => process?.rss ?? null),
  );
}

function pointRow(point: Point): Leaks["points"][number] {
  const time = timeOf(point);
  const { heap, memstats, process } = point;
  return {
    time: time === null ? null : new Date(time).toISOString(),
    inuse: heap?.inuseBytes ?? null,
    live: memstats?.heapAlloc ?? null,
    goroutines: goroutinesOf(point),
    stacks: memstats?.stackInuse ?? null,
    descriptors: process?.descriptors == null ? null : descriptorCount(process.descriptors.after),
    rss: process?.rss ?? null,
  };
}

const SURENESS = ["proved", "likely", "possible"] as const;

function bySureness(a: Leaks["findings"][number], b: Leaks["findings"][number]): number {
  return SURENESS.indexOf(a.certainty) - SURENESS.indexOf(b.certainty) || (b.share ?? 0) - (a.share ?? 0);
}

function pointNotes(points: readonly Point[], chosen: readonly Point[]): string[] {
  if (points.length === 0) return [];
  if (points.length < FULL_POINTS) {
    return [
      `growth was judged by ${formatCount(points.length)} of the ${FULL_POINTS} points that it takes: nothing that grows is more than possible. Take five, the first after the caches are warm`,
    ];
  }
  return chosen.length < points.length
    ? [`judged by ${FULL_POINTS} of ${formatCount(points.length)} points; the first one counts as warm-up`]
    : [];
}

/** The rate at which a leak of a few hundred kilobytes shows. */
const FINER = 16_384;

function heapNotes(heap: HeapGrowth & { readonly period: number | null }, drafts: readonly Draft[]): string[] {
  const churn = churnNote(heap);
  const notes = churn === null ? [] : [churn];
  const found = drafts.some(({ unit }) => unit !== "descriptors");
  if (liveGrows(heap) === true && !found && (heap.period ?? 0) > FINER) {
    notes.push(
      `reachable memory rises (${(heap.live ?? []).map(formatBytes).join(", ")}), and no line can be told from chance: run the program with GODEBUG=memprofilerate=${FINER}`,
    );
  }
  return notes;
}

function leakProfileNotes(points: readonly Point[], growing: readonly Draft[]): string[] {
  const profiles = points.flatMap(({ leaked }) => leaked ?? []);
  const some = growing.some(({ unit, certainty }) => unit === "goroutines" && certainty !== "proved");
  if (!some) return [];
  if (profiles.length === 0) {
    return [
      "no point has a goroutineleak profile, which can prove it: Go 1.27 has it, and Go 1.26 where the program is built with GOEXPERIMENT=goroutineleakprofile",
    ];
  }
  return profiles.every((each) => each.total === 0)
    ? [
        "the goroutineleak profile is empty: something that can still be reached could wake these goroutines, such as a global, the network or a timer",
      ]
    : [];
}

function limitsOf(
  heap: HeapGrowth & { readonly period: number | null },
  { floor, snapshots }: GoroutineGrowth,
): LeakLimits {
  const { period } = heap;
  const intervals = FULL_POINTS - 1;
  // (n − 0) / √n ≥ 2.5 takes seven samples.
  const samples = 7;
  return {
    heapBytes:
      period === null || heap.liveFloor === null ? null : Math.max(intervals * heap.liveFloor, samples * period),
    goroutines: snapshots.length === 0 ? null : intervals * floor,
    period,
  };
}
