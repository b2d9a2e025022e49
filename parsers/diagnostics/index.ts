export { PackageFacts } from "./facts.js";
export { DiagnosticsParser, type PlainRecord } from "./parser.js";
