import type { DiagnosticRecord, EscapeRecord } from "../../records/record.js";
import { isRanked } from "../../report/filter.js";
import type { Spool } from "../../report/record-spool.js";

/** The records of a spool one by one, in order. */
export function* recordsOf(spool: Spool): Generator<DiagnosticRecord> {
  for (const lines of spool.lines()) {
    for (let from = 0, to = lines.indexOf(10); to >= 0; from = to + 1, to = lines.indexOf(10, from)) {
      const record: DiagnosticRecord = JSON.parse(lines.toString("utf8", from, spool.commas ? to - 1 : to));
      yield record;
    }
  }
}

/** The escapes of a spool, in order: all, or those that the rankings count. */
export function* escapesOf(spool: Spool, all: boolean): Generator<EscapeRecord> {
  for (const record of recordsOf(spool)) {
    if (record.kind === "escape" && (all || isRanked(record))) yield record;
  }
}
