import { placed, reportFindings, Tally } from "../findings/index.js";
import { unixLine } from "../text/unix-line.js";
import type { RecordRenderer } from "./context.js";
import { escapesOf } from "./records.js";

/** `./main.go:12:2: moved to heap: x [returned]`, an escape a line, for editors and grep. */
export const unix: RecordRenderer = {
  kind: "records",
  kinds: ["escape"],
  opensFiles: true,
  *render(records, { all, tree, tally = new Tally() }) {
    for (const finding of placed(reportFindings(escapesOf(records, all)), "editor", tree, tally)) {
      yield unixLine(finding, null);
    }
  },
};
