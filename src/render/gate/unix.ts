import { gateFindings, placed, Tally } from "../findings/index.js";
import { unixLine } from "../text/unix-line.js";
import type { GateRenderer } from "./context.js";

/** `./main.go:12:2: added: moved to heap: x [returned]`, an allocation that a rule counts a line, for editors and grep. */
export const unix: GateRenderer = {
  opensFiles: true,
  *render({ gate, tree, tally = new Tally() }) {
    for (const finding of placed(gateFindings(gate), "editor", tree, tally)) yield unixLine(finding, finding.change);
  },
};
