export type { ReportRecords, SamePackage } from "../report/report-records.js";
export { comparabilityNotes, notBuiltNote } from "./comparability.js";
export { type DiffOptions, diffReports, isEmptyDiff } from "./diff.js";
