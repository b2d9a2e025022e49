/**
 * The library: what the commands of escape-report do, as functions on the same records.
 *
 * - {@link parseDiagnostics} and {@link parseReport} read saved compiler output, {@link buildReport} runs the compiler
 * - {@link readReport}, {@link openReport} and {@link writeReport} read and write report files
 * - {@link summarize}, {@link recordFilter}, {@link renderReport} and {@link diffReports} work on reports
 * - {@link recordSchema}, {@link reportSchema} and the others are zod schemas; JSON Schemas of them are in
 *   `escape-report/schema/*.json`
 *
 * Errors that a caller can mend are {@link UserError}s; their message says what to do.
 *
 * @module
 */
export { CATALOGUE, type CatalogueEntry } from "./causes/catalogue.js";
export type { DiffOptions } from "./diff/index.js";
export {
  EXIT,
  type ExitCode,
  InputError,
  Interrupted,
  ToolchainError,
  UsageError,
  UserError,
} from "./errors.js";
export { diffReports } from "./library/diff.js";
export { type DiagnosticsInput, type ParseOptions, parseDiagnostics, parseReport } from "./library/parse.js";
export { type RenderOptions, renderReport, summarize } from "./library/render.js";
export { type BuildReportOptions, buildReport, openReport, readReport, writeReport } from "./library/report.js";
export * from "./records/diff.js";
export * from "./records/record.js";
export * from "./records/report.js";
export * from "./records/vocabulary.js";
export type { Format } from "./render/report/index.js";
export type { Collected } from "./report/collect.js";
export { isCandidate } from "./report/filter.js";
export type { GroupKey } from "./report/group-keys.js";
export type { ReportReader } from "./report/read-report.js";
export type { Group, Summary, SummaryOptions } from "./report/summary.js";
export { type CodePlace, type FilterOptions, recordFilter } from "./selection/index.js";
