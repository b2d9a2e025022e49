import { type DiffOptions, diffReports as diffRecords, type ReportRecords } from "../diff/index.js";
import type { Diff } from "../records/diff.js";
import type { Report } from "../records/report.js";
import { inlinedCalls } from "../report/inlined-calls.js";

/** Compares two reports: what is allocated on the heap now and was not, what no longer is, and why. */
export function diffReports(before: Report, after: Report, options: DiffOptions = {}): Diff {
  return diffRecords(recordsByKind(before), recordsByKind(after), options);
}

function recordsByKind({ records, ...header }: Report): ReportRecords {
  return {
    header,
    escapes: records.filter((record) => record.kind === "escape"),
    calls: records.filter((record) => record.kind === "allocation"),
    leaks: records.filter((record) => record.kind === "leak"),
    inlining: records.filter((record) => record.kind === "inlining"),
    devirtualization: records.filter((record) => record.kind === "devirtualization"),
    inlined: inlinedCalls(records.filter((record) => record.kind === "inlined-call")),
  };
}
