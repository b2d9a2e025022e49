export { CLOSING_NAMES } from "./closing-names.js";
export { FunctionExtents, type SourceFunction } from "./function-extents.js";
export type { Closing, DeclaredStore, GoFile, GoReader, ResultFlow, Span, TextEdit } from "./go-facts.js";
export { loadGoReader } from "./go-reader.js";
