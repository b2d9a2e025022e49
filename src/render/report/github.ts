import { reportFindings } from "../findings/index.js";
import { annotations } from "../services/annotations.js";
import type { RecordRenderer } from "./context.js";
import { escapesOf } from "./records.js";

/** Workflow commands that annotate lines in GitHub. */
export const github: RecordRenderer = {
  kind: "records",
  kinds: ["escape"],
  render: (records, context) => annotations(reportFindings(escapesOf(records, context.all)), context),
};
