export type { InputSigns } from "./input-signs.js";
export { PackageFacts } from "./package-facts.js";
export { DiagnosticsParser, type PlainRecord } from "./parser.js";
