import type { MachineFields } from "../records/record.js";
import type { Allocates, Allocation, VerdictReason } from "../records/vocabulary.js";
import type { RunTimeCall } from "./run-time-calls.js";
import type { Site } from "./site.js";

/** Whether an allocation happens, and why that is not sure. */
export interface Verdict {
  readonly allocates: Allocates;
  readonly reason: VerdictReason | null;
}

/** What a site means. `decided`: whether the escape analysis says that the result goes to the heap. */
export function verdictOf({ runTime, conditional, panics }: Site, decided: boolean): Verdict {
  const verdict = verdictOfCall(runTime, conditional, decided);
  return panics === true ? { allocates: "maybe", reason: "panic" } : verdict;
}

/** The same for a call: of `runTime`, which a path of its line avoids or not. */
export function verdictOfCall(runTime: RunTimeCall, conditional: boolean | null, decided: boolean): Verdict {
  if (runTime.doubt !== null && !(decided && runTime.decided)) return { allocates: "maybe", reason: runTime.doubt };
  if (conditional === null) return { allocates: "maybe", reason: "jumps-unknown" };
  return conditional ? { allocates: "maybe", reason: "conditional" } : { allocates: "yes", reason: null };
}

/** What a call adds to a record. */
export function fieldsOf(site: Site, reason: VerdictReason | null): MachineFields {
  const { call, type, bytes, loop, stack } = site;
  return { reason, call, type, bytes, loop, stack: stack.length > 1 ? [...stack] : null };
}

const TEXT_REASON: ReadonlyMap<Allocation, VerdictReason> = new Map([
  ["boxed-value", "constant"],
  ["closure", "no-captures"],
]);

/** Why an allocation never happens, where the text shows that. */
export function textReason(allocation: Allocation): VerdictReason {
  return TEXT_REASON.get(allocation) ?? "static-data";
}

/**
 * What holds of a place that is in several copies of a generic function's code: `yes` and `no` only where every copy shows
 * that; `maybe` where one that allocates is shown.
 */
export function joinedVerdict(copies: readonly Verdict[]): Verdict {
  const [first] = copies;
  if (first === undefined) return { allocates: "unknown", reason: null };
  const isSame = copies.every(({ allocates }) => allocates === first.allocates);
  if (isSame && copies.every(({ reason }) => reason === first.reason)) return first;
  if (isSame && first.allocates !== "maybe") return first;
  if (copies.some(({ allocates }) => allocates === "yes" || allocates === "maybe")) {
    return { allocates: "maybe", reason: "instances" };
  }
  return copies.find(({ allocates }) => allocates === "unknown") ?? first;
}
