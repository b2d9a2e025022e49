import type { DiagnosticRecord } from "../records/record.js";
import type { Report } from "../records/report.js";
import type { RecordKind } from "../records/vocabulary.js";
import { json } from "../render/report/json.js";
import { recordsOf } from "../render/report/records.js";
import { Spool, type SpoolOptions } from "../report/record-spool.js";
import { type RecordSource, reportHeader } from "../sources/record-source.js";

/** What a report holds unless other kinds are asked for. */
export const REPORT_KINDS: readonly RecordKind[] = json.kinds;

/** Reads a source to its end. The records are sorted as in a report file. */
export async function reportFrom(source: RecordSource, kinds: Iterable<RecordKind>): Promise<Report> {
  const spool = new Spool();
  try {
    const collected = await source.read(new Set(kinds), spool);
    return { ...reportHeader(source.facts(), collected), records: [...recordsOf(spool)] };
  } finally {
    await spool.close();
  }
}

/** Records as renderers take them. */
export function spoolOf(records: Iterable<DiagnosticRecord>, options: SpoolOptions = {}): Spool {
  const spool = new Spool(options);
  for (const record of records) spool.record(record);
  return spool;
}
