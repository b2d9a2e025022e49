import { gateFindings } from "../findings/index.js";
import { annotations } from "../services/annotations.js";
import { codeQuality } from "../services/code-quality.js";
import { sarifLog } from "../services/sarif/log.js";
import type { GateRenderer } from "./context.js";

/** Workflow commands that annotate in GitHub what the gate's rules count. */
export const github: GateRenderer = {
  render: (context) => annotations(gateFindings(context.gate), context),
};

/** The same as a code quality report of GitLab. */
export const gitlab: GateRenderer = {
  render: (context) => codeQuality(gateFindings(context.gate), context),
};

/** The same as SARIF 2.1.0. */
export const sarif: GateRenderer = {
  render: ({ gate, version, tree, tally }) => sarifLog(gateFindings(gate), { version, category: "gate", tree, tally }),
};
