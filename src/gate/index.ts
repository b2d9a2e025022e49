export { type Baseline, baselineBuild, baselineOf, buildDifferences, compareWithBaseline, prune } from "./baseline.js";
export { formatBaseline, readBaseline } from "./baseline-file.js";
export { decide, type GateInput } from "./gate.js";
export { outerFunction } from "./names.js";
