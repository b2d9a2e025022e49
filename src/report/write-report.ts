import type { ReportHeader } from "../records/report.js";
import { jsonText } from "../text/json.js";
import type { Spool } from "./record-spool.js";

/**
 * The report file, in pieces: JSON with the header's fields first and then one record a line, so that it can be read
 * as a stream and compared with line-based tools. The spool's lines have to end in commas. Each piece is good until the
 * next.
 */
export function* reportFile(header: ReportHeader, spool: Spool): Generator<string | Buffer> {
  if (!spool.commas) throw new Error("the records of a report file are lines that end in commas");
  const head = jsonText(header, 2);
  yield `${head.slice(0, head.lastIndexOf("\n}"))},\n  "records": [\n`;
  // There is no comma behind the last record, but a line break in any case.
  let left = spool.bytes - ",\n".length;
  for (const piece of spool.pieces()) {
    yield piece.subarray(0, Math.max(left, 0));
    left -= piece.length;
  }
  yield "\n  ]\n}\n";
}
