import { reportFindings } from "../findings/index.js";
import { codeQuality } from "../services/code-quality.js";
import type { RecordRenderer } from "./context.js";
import { escapesOf } from "./records.js";

/** A code quality report of GitLab. */
export const gitlab: RecordRenderer = {
  kind: "records",
  kinds: ["escape"],
  render: (records, context) => codeQuality(reportFindings(escapesOf(records, context.all)), context),
};
