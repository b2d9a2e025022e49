import type { DiagnosticRecord } from "../records/record.js";
import { lineOf } from "../records/serialize.js";

/** Compares by code unit, so that the order is the same everywhere. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The parts of a record that it is sorted by in its package. */
type Place = Pick<DiagnosticRecord, "file" | "line" | "column">;

/**
 * The order of records in a report: by package, variant, file, line and column; then byte by byte as their JSON, which
 * starts with kind, function and message.
 */
export function compareRecords(a: DiagnosticRecord, b: DiagnosticRecord): number {
  return (
    compareText(a.package ?? "", b.package ?? "") ||
    compareText(a.variant ?? "", b.variant ?? "") ||
    comparePlaces(a, b) ||
    (a === b ? 0 : lineOf(a).compare(lineOf(b)))
  );
}

/** The same for records of one package and variant, as far as their places tell them apart. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.file !== b.file) return compareText(a.file ?? "", b.file ?? "");
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
