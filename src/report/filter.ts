import type { SiteRecord } from "../records/record.js";

/** What the rankings show: everything but what never allocates, and what does so only for a panic. */
export function isCandidate(record: SiteRecord): boolean {
  if (record.reason === "panic") return false;
  if (record.kind === "allocation") return record.allocates === "yes" || record.allocates === "maybe";
  return record.allocates !== "no" && record.cause !== "panic" && record.rootCause !== "panic";
}
