export type { BuildFacts, LocalFacts, SourcePlace } from "./callee.js";
export { classify, isCauseGuess, isFunctionGuess } from "./classify.js";
