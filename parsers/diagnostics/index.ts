export type { InputSigns } from "./input-signs.js";
export { PackageFacts } from "./package-facts.js";
export { DiagnosticsParser } from "./parser.js";
export type { ParserOptions, PlainRecord } from "./parser-options.js";
