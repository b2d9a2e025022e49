export type { BuildFacts } from "./callee.js";
export { classify } from "./classify.js";
