import type { ReportHeader } from "../records/report.js";
import type { Spool } from "./spool.js";

/**
 * The report file, in pieces: JSON with the header's fields first and then one record a line, so that it can be read
 * as a stream and compared with line-based tools.
 */
export function* reportFile(header: ReportHeader, spool: Spool): Generator<string | Buffer> {
  const head = JSON.stringify(header, null, 2);
  yield `${head.slice(0, head.lastIndexOf("\n}"))},\n  "records": [\n`;
  let first = true;
  for (const lines of spool.lines()) {
    if (!first) yield ",\n";
    first = false;
    yield withCommas(lines);
  }
  yield "\n  ]\n}\n";
}

/** JSON lines as elements of an array: a comma before each line break but the last, which is dropped. */
function withCommas(lines: Buffer): Buffer {
  let breaks = 0;
  for (let at = lines.indexOf(10); at >= 0; at = lines.indexOf(10, at + 1)) breaks++;
  const result = Buffer.allocUnsafe(lines.length + breaks - 2);
  let from = 0;
  let to = 0;
  for (let at = lines.indexOf(10); at >= 0; at = lines.indexOf(10, at + 1)) {
    to += lines.copy(result, to, from, at);
    from = at + 1;
    if (from < lines.length) {
      result[to++] = 44;
      result[to++] = 10;
    }
  }
  return result;
}
