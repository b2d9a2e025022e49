export { type DiffOptions, diffReports, isEmptyDiff } from "./diff.js";
export type { ReportRecords } from "./functions.js";
export type { SamePackage } from "./groups.js";
export { comparabilityNotes } from "./warnings.js";
