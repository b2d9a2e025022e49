import { annotations } from "../annotations.js";
import { codeQuality } from "../code-quality.js";
import { gateFindings } from "../findings/index.js";
import { sarifLog } from "../sarif/log.js";
import type { GateRenderer } from "./context.js";

/** Workflow commands that annotate in GitHub what the gate's rules count. */
export const github: GateRenderer = {
  render: ({ gate, prefix = "" }) => annotations(gateFindings(gate), prefix),
};

/** The same as a code quality report of GitLab. */
export const gitlab: GateRenderer = {
  render: ({ gate, prefix = "" }) => codeQuality(gateFindings(gate), prefix),
};

/** The same as SARIF 2.1.0. */
export const sarif: GateRenderer = {
  render: ({ gate, version, prefix = "" }) => sarifLog(gateFindings(gate), { version, category: "gate", prefix }),
};
