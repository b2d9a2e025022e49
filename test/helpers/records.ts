import type { DiagnosticRecord, EscapeRecord } from "../../src/records/record.js";
import type { LineStats } from "../../src/records/report.js";
import { RECORD_KINDS, type RecordKind } from "../../src/records/vocabulary.js";
import { type CollectOptions, collect } from "../../src/report/collect.js";

/** Every kind of record. */
export const ALL_KINDS: ReadonlySet<RecordKind> = new Set(RECORD_KINDS);

/** What compiler output was read as. */
export interface Read {
  readonly records: readonly DiagnosticRecord[];
  readonly lines: LineStats;
  readonly packages: readonly string[];
}

/** Reads compiler output, given as text or in chunks, into records of all kinds. */
export async function readOutput(
  output: string | Uint8Array | readonly Uint8Array[],
  options: Partial<CollectOptions> = {},
): Promise<Read> {
  const chunks = typeof output === "string" ? [Buffer.from(output)] : output instanceof Uint8Array ? [output] : output;
  const records: DiagnosticRecord[] = [];
  const collected = await collect(
    chunks,
    { kinds: ALL_KINDS, ...options },
    {
      record: (record) => {
        records.push(record);
      },
    },
  );
  return { records, ...collected };
}

export function escapesOf(records: readonly DiagnosticRecord[]): EscapeRecord[] {
  return records.filter((record) => record.kind === "escape");
}
