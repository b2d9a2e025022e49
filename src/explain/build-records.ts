import type { Imports } from "./imports.js";
import type { Library } from "./library.js";
import type { Program } from "./program.js";
import type { SourceLines } from "./sources.js";

/** Everything that is known about a build when a story is told. */
export interface BuildRecords {
  readonly program: Program;
  readonly imports: Imports;
  readonly library: Library;
  readonly source: SourceLines;
  /** How to see what lies outside the report, as a sentence; null when it covers everything. */
  readonly widen: string | null;
}
