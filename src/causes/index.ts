export type { BuildFacts, LocalFacts } from "./callee.js";
export { classify, isCauseGuess, isFunctionGuess } from "./classify.js";
