import { reportFindings } from "../findings/index.js";
import { sarifLog } from "../services/sarif/log.js";
import type { RecordRenderer } from "./context.js";
import { escapesOf } from "./records.js";

/** SARIF 2.1.0, for code scanning and editors. */
export const sarif: RecordRenderer = {
  kind: "records",
  kinds: ["escape"],
  render: (records, { header, all, tree, tally }) =>
    sarifLog(reportFindings(escapesOf(records, all)), {
      version: header.tool.version,
      category: "report",
      tree,
      tally,
    }),
};
