import { reportFile } from "../report/write.js";
import type { RecordRenderer } from "./context.js";

/** The report file: what comparing and explaining read. */
export const json: RecordRenderer = {
  kind: "records",
  commas: true,
  kinds: ["escape", "leak", "inlining", "devirtualization", "unknown"],
  render: (records, { header }) => reportFile(header, records),
};
