export { FunctionExtents, type SourceFunction } from "./function-extents.js";
export type { GoFile, GoReader, Span } from "./go-facts.js";
export { loadGoReader } from "./go-reader.js";
