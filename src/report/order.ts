import type { DiagnosticRecord } from "../records/record.js";

/** Compares by code unit, so that the order is the same everywhere. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What records are sorted by. */
export type SortKey = Pick<
  DiagnosticRecord,
  "package" | "variant" | "file" | "line" | "column" | "kind" | "function" | "message"
>;

/** The part of a record that it is sorted by. */
export function sortKey(record: DiagnosticRecord): SortKey {
  const { package: importPath, variant, file, line, column, kind, function: name, message } = record;
  return { package: importPath, variant, file, line, column, kind, function: name, message };
}

/** The order of records in a report: by package, file, line, column, kind, function and message. */
export function compareKeys(a: SortKey, b: SortKey): number {
  return (
    compareText(a.package ?? "", b.package ?? "") ||
    compareText(a.variant ?? "", b.variant ?? "") ||
    compareText(a.file ?? "", b.file ?? "") ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareText(a.kind, b.kind) ||
    compareText(a.function ?? "", b.function ?? "") ||
    compareText(a.message, b.message)
  );
}

/** The same for records, and a total order: records that agree in the keys are compared whole. */
export function compareRecords(a: DiagnosticRecord, b: DiagnosticRecord): number {
  return compareKeys(a, b) || (a === b ? 0 : compareText(JSON.stringify(a), JSON.stringify(b)));
}
