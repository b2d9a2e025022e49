export { PackageFacts } from "./facts.js";
export { DiagnosticsParser, type ParserOptions, type PlainRecord } from "./parser.js";
