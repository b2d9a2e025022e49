export type { Goroutine, GoroutineGroup, GoroutineSummary } from "./goroutine.js";
export { GoroutineParser } from "./parser.js";
