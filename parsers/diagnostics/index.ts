export type { InputSigns } from "./input-signs.js";
export { PackageFacts } from "./package-facts.js";
export { DiagnosticsParser, type ParserOptions, type PlainRecord } from "./parser.js";
