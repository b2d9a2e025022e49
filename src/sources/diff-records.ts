import type {
  AllocationRecord,
  DevirtualizationRecord,
  EscapeRecord,
  InliningRecord,
  LeakRecord,
} from "../records/record.js";
import type { KnownBlocks } from "../report/collect.js";
import { InlinedCalls } from "../report/inlined-calls.js";
import { DIFF_KINDS, type ReportRecords } from "../report/report-records.js";
import type { RecordSource } from "./record-source.js";

/** Reads what a diff needs of a source. Both sides of a diff are held in memory. */
export async function readDiffRecords(source: RecordSource, blocks?: KnownBlocks): Promise<ReportRecords> {
  const escapes: EscapeRecord[] = [];
  const calls: AllocationRecord[] = [];
  const leaks: LeakRecord[] = [];
  const inlining: InliningRecord[] = [];
  const devirtualization: DevirtualizationRecord[] = [];
  const inlined = new InlinedCalls();
  const collected = await source.read(DIFF_KINDS, {
    blocks,
    record: (record) => {
      if (record.kind === "escape") escapes.push(record);
      else if (record.kind === "allocation") calls.push(record);
      else if (record.kind === "leak") leaks.push(record);
      else if (record.kind === "inlining") inlining.push(record);
      else if (record.kind === "inlined-call") inlined.add(record);
      else if (record.kind === "devirtualization") devirtualization.push(record);
    },
  });
  const header = { ...source.facts(), packages: [...collected.packages] };
  return { header, escapes, calls, leaks, inlining, devirtualization, inlined: inlined.list() };
}
