export { diffFindings, type Finding, gateFindings, reportFindings } from "./finding.js";
export { mostUseful } from "./most-useful.js";
export { type SourceFile, sourceFile } from "./place.js";
export { codeText, findingText, oneLine } from "./text.js";
