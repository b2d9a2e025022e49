export { classifyWithCode } from "./classify-with-code.js";
export { PackageJoin } from "./join.js";
export { allocates } from "./run-time-calls.js";
export { type PackageCode, packageCode } from "./site.js";
export { verdictSentence } from "./verdict-sentence.js";
