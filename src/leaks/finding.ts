import type { LeakCall, LeakFinding, LeakUnit } from "../records/leaks.js";
import { adviceFor } from "./advice.js";
import type { Draft } from "./draft.js";
import { type Frame, isDependency, isStandard } from "./frame.js";
import { perMinute, total } from "./trend.js";

/** By how much everything grew that is counted in a unit. */
export type Totals = Readonly<Record<LeakUnit, number>>;

/** Frames of a stack that a finding shows. */
const MAX_STACK = 32;

/** Makes a finding of a draft. */
export function finding(draft: Draft, totals: Totals): LeakFinding {
  const { kind, certainty, place, summary, unit, series, waitsFor, minutes, madeAt, stack, evidence } = draft;
  const growth = total(series.values);
  const { remedy, confirm } = adviceFor(draft);
  return {
    kind,
    certainty,
    ...callOf(place),
    summary,
    unit,
    growth: [...series.values],
    perMinute: series.values.length < 2 ? null : perMinute(series),
    share: totals[unit] > 0 && growth > 0 ? Math.min(1, growth / totals[unit]) : null,
    waitsFor,
    blockedMinutes: minutes,
    waitsAt: draft.waitsAt == null ? null : callOf(draft.waitsAt),
    calledFrom: callerOf(place, stack),
    madeAt: madeAt === null ? null : callOf(madeAt),
    stack: stack.slice(0, MAX_STACK).map(callOf),
    objectBytes: draft.objectBytes ?? null,
    // What is in no profile comes from the compiler, where a build or report is at hand.
    allocates: null,
    keptBy: null,
    evidence: [...evidence],
    remedy,
    confirm,
  };
}

/** Where a program calls the module that leaks; null where it is the program itself, or not in the stack. */
function callerOf(place: Frame | null, stack: readonly Frame[]): LeakCall | null {
  if (place === null || !isDependency(place)) return null;
  const caller = stack.find((frame) => !isStandard(frame) && !isDependency(frame));
  return caller === undefined ? null : callOf(caller);
}

function callOf(frame: Frame | null): LeakCall {
  return { file: frame?.file ?? null, line: frame?.line ?? null, function: frame?.function ?? null };
}
