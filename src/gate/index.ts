export { type Assertion, assertionsOf } from "./assertions.js";
export { type Baseline, baselineBuild, baselineOf, buildDifferences, compareWithBaseline, prune } from "./baseline.js";
export { formatBaseline, isBaseline, readBaseline } from "./baseline-file.js";
export { outerFunction } from "./function-names.js";
export { decide, type GateInput } from "./gate.js";
export { unmatchedRules } from "./unmatched-rules.js";
