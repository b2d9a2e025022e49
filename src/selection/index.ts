export { functionTest, hasWildcard } from "./function-pattern.js";
export type { NamedCode } from "./names.js";
export { ANYWHERE, type CodePlace } from "./place-pattern.js";
export { type FilterOptions, recordFilter, Selection, type Unmatched } from "./selection.js";
