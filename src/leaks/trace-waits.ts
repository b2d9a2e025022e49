import type { TraceTransition } from "../../parsers/trace/index.js";
import type { Leaks, LeakTrace } from "../records/leaks.js";
import { formatCount } from "../text/number.js";
import { type Frame, isRuntime, isStandard } from "./frame.js";
import { waitOf } from "./waits.js";

/** Goroutines and places that are held at most; a trace of many more is of a load that it does not help with. */
const MAX_GOROUTINES = 2_000_000;
const MAX_PLACES = 50_000;
/** States in which a goroutine gets no further by itself. */
const IDLE: ReadonlySet<string> = new Set(["Waiting", "Syscall"]);
/** Places that are told. */
const TOP = 20;

interface Waiting {
  readonly place: Place;
  readonly since: number;
  /** Nothing was seen of it before: it may have waited since long before the trace. */
  readonly allAlong: boolean;
}

interface Place {
  /** Its call that is not in the standard library; where there is none the outermost. */
  readonly frame: Frame;
  readonly waitsFor: string;
  /** Goroutines that wait there at the end, and those of them that never ran while the trace was taken. */
  blocked: number;
  neverRan: number;
  /** Nanoseconds, of all goroutines together, and the longest wait of one. */
  total: number;
  longest: number;
}

/** Adds up where goroutines wait, and for how long, from the transitions of a trace in their order. */
export class TraceWaits {
  private readonly waiting = new Map<number, Waiting>();
  private readonly places = new Map<string, Place>();
  private readonly seen = new Set<number>();
  private start: number | null = null;

  /** Takes the next transition. */
  transition({ goroutine, time, from, to, reason, stack }: TraceTransition): void {
    this.start ??= time;
    const before = this.waiting.get(goroutine);
    // Each part of a trace says again what waits.
    if (before !== undefined && IDLE.has(from) && from === to) return;
    if (before !== undefined && IDLE.has(from)) {
      this.add(before.place, time - before.since);
      this.waiting.delete(goroutine);
    }
    const isNew = !this.seen.has(goroutine);
    if (isNew && this.seen.size < MAX_GOROUTINES) this.seen.add(goroutine);
    if (!IDLE.has(to) || stack.length === 0) return;
    const place = this.place(stack, to === "Syscall" ? "syscall" : reason);
    if (place === null) return;
    // The states of goroutines without any event are written when the trace ends.
    const allAlong = isNew && from === "Undetermined";
    this.waiting.set(goroutine, { place, since: allAlong ? this.start : time, allAlong });
  }

  /** Where goroutines waited, those that never ran first; `duration` in nanoseconds. */
  result(duration: number): LeakTrace {
    const end = (this.start ?? 0) + duration;
    for (const { place, since, allAlong } of this.waiting.values()) {
      this.add(place, Math.max(0, end - since));
      place.blocked++;
      if (allAlong) place.neverRan++;
    }
    const rows = [...this.places.values()].sort((a, b) => b.neverRan - a.neverRan || b.total - a.total);
    return {
      seconds: duration / 1e9,
      waits: rows.slice(0, TOP).map(({ frame, waitsFor, blocked, neverRan, total, longest }) => ({
        ...frame,
        waitsFor,
        blocked,
        neverRan,
        seconds: total / 1e9,
        longest: longest / 1e9,
      })),
    };
  }

  private add(place: Place, nanoseconds: number): void {
    place.total += nanoseconds;
    place.longest = Math.max(place.longest, nanoseconds);
  }

  private place(whole: readonly Frame[], reason: string): Place | null {
    const stack = whole.filter((frame) => !isRuntime(frame));
    const found = stack.find((each) => !isStandard(each)) ?? stack.at(-1);
    // The run time's own goroutines.
    if (found === undefined) return null;
    const { function: name, file, line } = found;
    const waitsFor = waitOf(whole, reason === "" ? null : reason);
    const key = `${waitsFor}\n${name}\n${file}\n${line}`;
    let place = this.places.get(key);
    if (place === undefined) {
      if (this.places.size >= MAX_PLACES) return null;
      place = { frame: { function: name, file, line }, waitsFor, blocked: 0, neverRan: 0, total: 0, longest: 0 };
      this.places.set(key, place);
    }
    return place;
  }
}

/** Adds a trace to what was found, and to each finding of goroutines at a place where some never ran. */
export function withTrace(leaks: Leaks, trace: LeakTrace): Leaks {
  const findings = leaks.findings.map((finding) => {
    const places = [finding, finding.waitsAt].flatMap((place) => (place?.file == null ? [] : place));
    const waits = trace.waits.filter(
      ({ file, line, neverRan }) => neverRan > 0 && places.some((place) => place.file === file && place.line === line),
    );
    if (waits.length === 0) return finding;
    const count = waits.reduce((sum, { neverRan }) => sum + neverRan, 0);
    const evidence = `${formatCount(count)} goroutines wait there and never ran in the ${trace.seconds.toFixed(1)} s of the trace`;
    return { ...finding, evidence: [...finding.evidence, evidence] };
  });
  return { ...leaks, findings, trace };
}
