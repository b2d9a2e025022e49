export { type Assertion, assertionsOf } from "./assertions.js";
export {
  type Baseline,
  type BaselineBuild,
  baselineBuild,
  baselineOf,
  buildDifferences,
  compareWithBaseline,
  coverage,
  prune,
} from "./baseline.js";
export { formatBaseline, isBaseline, readBaseline } from "./baseline-file.js";
export { subjectOf } from "./exemptions.js";
export { outerFunction } from "./function-names.js";
export { decide, type GateInput } from "./gate.js";
export { type HotCode, hotEntries, hotProfiles } from "./rules.js";
export { NOT_FOLLOWED, type Through, type ThroughCalls } from "./through-calls.js";
export { unmatchedRules } from "./unmatched-rules.js";
