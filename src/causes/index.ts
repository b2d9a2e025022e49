export type { BuildFacts, LocalFacts } from "./callee.js";
export { classify } from "./classify.js";
