import type { DiagnosticRecord } from "../../src/records/record.js";
import type { ReportHeader } from "../../src/records/report.js";
import { REPORT_SCHEMA } from "../../src/records/schema-names.js";
import { writeLine } from "../../src/records/serialize.js";
import { readReport } from "../../src/report/read-report.js";
import { compareRecords } from "../../src/report/record-order.js";
import type { Spool } from "../../src/report/record-spool.js";
import { reportFile } from "../../src/report/write-report.js";
import { ByteWriter } from "../../src/text/bytes.js";

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
  const copies: Buffer[] = [];
  for (const piece of reportFile(header, spool)) copies.push(Buffer.from(piece));
  return Buffer.concat(copies);
}

/** Records in the order in which a report holds them: equal ones by what is written of them. */
export function inReportOrder(records: readonly DiagnosticRecord[]): DiagnosticRecord[] {
  return records
    .map((record) => ({ record, bytes: writtenBytes(record) }))
    .sort((a, b) => compareRecords(a.record, b.record) || a.bytes.compare(b.bytes))
    .map(({ record }) => record);
}

/** A record as it is written, without the line break. */
export function writtenBytes(record: DiagnosticRecord): Buffer {
  const out = new ByteWriter();
  writeLine(record, out, false);
  return Buffer.from(out.written.subarray(0, -1));
}

/** The records that a spool holds, as they are written. */
export function spooledRecords(spool: Spool): DiagnosticRecord[] {
  return [...spool.lines()].flatMap((lines) =>
    lines
      .toString("utf8")
      .split(spool.commas ? ",\n" : "\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as DiagnosticRecord),
  );
}

/** Text or bytes as a stream of chunks of at most so many bytes. */
async function* streamOf(content: string | Uint8Array, chunkBytes = 65_536): AsyncGenerator<Uint8Array> {
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
