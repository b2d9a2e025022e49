import type { Imports } from "../callees/imports.js";
import type { Program } from "../callees/program.js";
import type { Library } from "./package-records.js";
import type { LookIntoGo, SourceLines } from "./source-text.js";

/** Everything that is known about a build when a story is told. */
export interface BuildRecords {
  readonly program: Program;
  readonly imports: Imports;
  readonly library: Library;
  readonly source: SourceLines;
  readonly go: LookIntoGo;
  /** Whether a package belongs to the user's own modules. */
  readonly isOwn: (importPath: string) => boolean;
  /** How to see what lies outside the report, as a sentence; null when it covers everything. */
  readonly widen: string | null;
}
