export type { ReportRecords, SamePackage } from "../report/report-records.js";
export { comparabilityNotes, notBuiltNote } from "./comparability.js";
export { type DiffOptions, diffReports, isEmptyDiff, prepareDiff } from "./diff.js";
export type { SourceView } from "./source-view.js";
