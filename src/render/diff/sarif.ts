import { diffFindings } from "../findings/index.js";
import { sarifLog } from "../services/sarif/log.js";
import type { DiffRenderer } from "./context.js";

/** What is new or has another cause, as SARIF 2.1.0. */
export const sarif: DiffRenderer = {
  render: ({ diff, version, tree, tally }) => sarifLog(diffFindings(diff), { version, category: "diff", tree, tally }),
};
