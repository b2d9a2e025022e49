import type { EscapeRecord } from "../records/record.js";

/** What the rankings show: everything but what never allocates, and what does so only for a panic. */
export function isCandidate(record: EscapeRecord): boolean {
  if (record.reason === "panic") return false;
  return record.allocates !== "no" && record.cause !== "panic" && record.rootCause !== "panic";
}
