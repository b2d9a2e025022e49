import type { DiagnosticRecord } from "../../src/records/record.js";
import { REPORT_SCHEMA, type ReportHeader } from "../../src/records/report.js";
import { readReport } from "../../src/report/read.js";
import type { Spool } from "../../src/report/spool.js";
import { reportFile } from "../../src/report/write.js";

/** The header of a report that was made from saved output. */
export function headerOf(fields: Partial<ReportHeader> = {}): ReportHeader {
  return {
    schema: REPORT_SCHEMA,
    tool: { name: "escape-report", version: "0.0.0" },
    toolchain: null,
    build: null,
    packages: [],
    lines: { lines: 0, kept: 0, skipped: 0, unknown: 0 },
    ...fields,
  };
}

/** The bytes of a report file with what the spool holds. */
export function bytesOf(spool: Spool, header: ReportHeader = headerOf()): Buffer {
  const pieces = [...reportFile(header, spool)];
  return Buffer.concat(pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece)));
}

/** Text or bytes as a stream of chunks of at most so many bytes. */
export async function* streamOf(content: string | Uint8Array, chunkBytes = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

/** Reads a report file to its end. */
export async function readAll(
  content: string | Uint8Array,
  chunkBytes?: number,
): Promise<{ readonly header: ReportHeader; readonly records: readonly DiagnosticRecord[] }> {
  const reader = await readReport(streamOf(content, chunkBytes), "report.json");
  const records: DiagnosticRecord[] = [];
  for await (const record of reader.records) records.push(record);
  return { header: reader.header, records };
}
