export { mostUseful } from "./choose.js";
export { diffFindings, type Finding, gateFindings, reportFindings } from "./finding.js";
export { type SourceFile, sourceFile } from "./place.js";
export { codeText, findingText, oneLine } from "./text.js";
