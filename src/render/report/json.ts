import { reportFile } from "../../report/write-report.js";
import type { RecordRenderer } from "./context.js";

/** The report file: what comparing and explaining read. */
export const json: RecordRenderer = {
  kind: "records",
  commas: true,
  memoryBytes: 64 * 1024 * 1024, // enough for the reports of most programs
  kinds: ["escape", "allocation", "leak", "inlining", "devirtualization", "unknown"],
  render: (records, { header }) => reportFile(header, records),
};
