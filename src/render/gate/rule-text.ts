import type { CountedEscape, Failure, Gate } from "../../records/gate.js";
import { formatCount, plural } from "../../text/number.js";
import { partsText, reasonText } from "../diff/reason-text.js";

/** What the words mean, for whoever sees them for the first time in a failed run. */
export const INTRODUCTION =
  "The Go compiler decides which values live on the stack and which it has to put on the heap, where each costs time " +
  "and work for the garbage collector. escape-report compares its decisions before and after a change.";

/** `This change adds 2 heap allocations; none is allowed.` */
export function failureTitle({ rule, subject, allowed, found, unknownCalls }: Failure): string {
  const limit = allowed === 0 ? "none is allowed" : `at most ${formatCount(allowed)} allowed`;
  const many = plural(found, "heap allocation");
  switch (rule) {
    case "new":
      return `${plural(found, "new heap allocation")}${subject === null ? "" : ` in ${subject}`}; ${limit}`;
    case "upgrade":
      return `${plural(found, "new heap allocation")} by the upgrade from ${subject}; ${limit}`;
    case "budget":
      return `${many} in ${subject ?? "the whole build"}; the budget is ${formatCount(allowed)}`;
    case "forbidden-cause":
      return `${many} by ${subject}, which may not occur there`;
    case "hot-function":
      return `${reached(found, unknownCalls)} in ${subject}, a hot function that may have none`;
    case "hot-profile":
      return `${plural(found, "new heap allocation")} in ${subject}; none is allowed`;
    case "assertion":
      return `${reached(found, unknownCalls)} where a comment says ${subject}`;
    case "worse":
      return `${many} worse than before${subject === null ? "" : ` in ${subject}`}; ${limit}`;
    case "changed-rules":
      return `This change has other rules than its base, whose rules judge it (${subject ?? "none: the defaults"})`;
  }
}

/** `2 heap allocations`, `1 call that cannot be followed`, or both. */
function reached(found: number, unknown: number): string {
  const calls = plural(unknown, "call that cannot be followed", "calls that cannot be followed");
  if (unknown === 0) return plural(found, "heap allocation");
  return found === 0 ? calls : `${plural(found, "heap allocation")} and ${calls}`;
}

/** `passed` in a sentence. */
export function passText({ newEscapes, after, against }: Gate): string {
  const than = against === "baseline" ? "that the baseline does not accept" : "that was not there before";
  const news =
    newEscapes === 0 ? `no heap allocation ${than}` : `${plural(newEscapes, "new heap allocation")}, all allowed`;
  return `The gate passes: ${news}, ${formatCount(after.escapes)} in all.`;
}

/** Why an allocation is new, as a sentence without a period; null for one that is not. */
export function whyNew(record: CountedEscape, gate: Gate): string | null {
  if (!record.isNew) return null;
  const reason = record.reason === null ? undefined : gate.reasons[record.reason];
  if (reason !== undefined) return reasonText(reason);
  if (record.parts !== null) return partsText(record.parts);
  return gate.against === "baseline"
    ? `${gate.before.name ?? "the baseline"} accepts no such allocation, or fewer, in this function`
    : `there was no such allocation, or fewer, in this function at ${baseText(gate)}`;
}

/** `Compared with: merge base with main (2a0325755f53), built by go1.25.1; this by go1.26.0.`; null against a baseline. */
export function comparedText(gate: Gate): string | null {
  if (gate.against === "baseline") return null;
  const [old, now] = [gate.before.toolchain?.version, gate.after.toolchain?.version];
  const releases = old === undefined || now === undefined || old === now ? "" : `, built by ${old}; this by ${now}`;
  return `Compared with: ${baseText(gate)}${releases}.`;
}

/** `main (2a0325755f53)`. */
function baseText({ before: { name, revision } }: Gate): string {
  const short = revision?.slice(0, 12);
  if (name === null) return short ?? "the base";
  return short === undefined || revision?.startsWith(name) === true ? name : `${name} (${short})`;
}
