import type { ReportHeader } from "../records/report.js";
import type { Spool } from "./spool.js";

/**
 * The report file, in pieces: JSON with the header's fields first and then one record a line, so that it can be read
 * as a stream and compared with line-based tools. The spool's lines have to end in commas.
 */
export function* reportFile(header: ReportHeader, spool: Spool): Generator<string | Buffer> {
  if (!spool.commas) throw new Error("the records of a report file are lines that end in commas");
  const head = JSON.stringify(header, null, 2);
  yield `${head.slice(0, head.lastIndexOf("\n}"))},\n  "records": [\n`;
  let first = true;
  for (const lines of spool.lines()) {
    if (!first) yield ",\n";
    first = false;
    yield lines.subarray(0, -2);
  }
  yield "\n  ]\n}\n";
}
