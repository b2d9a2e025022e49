export { diffFindings, type Finding, gateFindings, reportFindings } from "./finding.js";
export { fingerprintOf, Identities } from "./fingerprint.js";
export { Tally } from "./left-out.js";
export { mostUseful } from "./most-useful.js";
export { type PlacedFinding, placed } from "./placed.js";
export { codeText, findingText, oneLine } from "./text.js";
