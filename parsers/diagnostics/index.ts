export { PackageFacts } from "./package-facts.js";
export { DiagnosticsParser, type PlainRecord } from "./parser.js";
