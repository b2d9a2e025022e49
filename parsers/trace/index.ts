export { TraceParser, type TraceTransition } from "./parser.js";
