import type { Effect } from "../records/diff.js";
import type { SiteRecord } from "../records/record.js";
import { instanceChanges } from "./instance-changes.js";

/** What a change does to an allocation that is on both sides, as far as machine code shows it. */
export function effectsOf(before: SiteRecord, after: SiteRecord): Effect[] {
  const effects: Effect[] = [];
  const { come, gone } = instanceChanges(before, after);
  if (come) effects.push("new-instance");
  if (gone) effects.push("instance-gone");
  const [into, out] = [before.loop === false && after.loop === true, before.loop === true && after.loop === false];
  if (into) effects.push("into-loop");
  if (before.bytes !== null && after.bytes !== null && before.bytes < after.bytes) effects.push("more-bytes");
  const grew = before.reason === "grows" && after.reason !== "grows";
  // What holds of all instances changes with them.
  const sameInstances = !come && !gone;
  if (before.allocates === "maybe" && after.allocates === "yes" && !grew && !out && sameInstances)
    effects.push("certain");
  if (out) effects.push("out-of-loop");
  if (before.bytes !== null && after.bytes !== null && before.bytes > after.bytes) effects.push("fewer-bytes");
  // A loop on the line can run no time at all, which says nothing more.
  if (before.allocates === "yes" && after.allocates === "maybe" && after.reason === "conditional" && !into) {
    effects.push("conditional");
  }
  if (grew) effects.push("no-growth");
  return effects;
}
