export { checkFunction, type FoundFunction, followCalls, type ProgramCode } from "./check-function.js";
export { classifyWithCode } from "./classify-with-code.js";
export { PackageJoin } from "./join.js";
export { allocates, causeOfCall, takesType } from "./run-time-calls.js";
export { type PackageCode, packageCode } from "./site.js";
export { objectBytes, sizeText } from "./sizes.js";
export { joinedVerdict } from "./verdict.js";
export { callSentence, reasonText, verdictSentence } from "./verdict-sentence.js";
