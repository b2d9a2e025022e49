import type { DiagnosticRecord, UnclassifiedEscape } from "../../src/records/record.js";
import type { RecordKind } from "../../src/records/vocabulary.js";
import type { FunctionExtents } from "../gosource/index.js";
import type { PackageFacts } from "./package-facts.js";

/** A record that needs no classification. */
export type PlainRecord = Exclude<DiagnosticRecord, { kind: "escape" }>;

/** What a {@link DiagnosticsParser} is asked for, and whom it tells. */
export interface ParserOptions {
  /** Record kinds to make. Lines of other kinds are counted as skipped. `unknown` is always made. */
  readonly kinds: ReadonlySet<RecordKind>;
  /** Whether to read a package at all; its known lines are counted as skipped otherwise. Default: every package. */
  readonly wants?: ((importPath: string, variant: string | null) => boolean) | undefined;
  /** Turns a file name as printed into the record's. Default: as printed. */
  readonly mapFile?: ((file: string) => string) | undefined;
  /**
   * Whether records read their texts and flows only when they are looked at, and write themselves without (JSON_WRITER):
   * for a sink that keeps none, since they are read from the input while it is there. Default: no.
   */
  readonly lazy?: boolean | undefined;
  /** Whether flows of leaks to results are not wanted: their lines are counted as skipped. Default: no. */
  readonly heapFlowsOnly?: boolean | undefined;
  /**
   * Where functions begin and end in a source file, by its name in records; null for one that is not at hand. Asked where
   * the compiler does not name the function.
   */
  readonly extents?: ((file: string) => FunctionExtents | null) | undefined;
  /** Takes the escapes of one batch of functions together, so that one can be explained by another. */
  onEscapes(escapes: readonly UnclassifiedEscape[], facts: PackageFacts): void;
  /** Takes every other record. */
  onRecord(record: PlainRecord): void;
  /** A package's lines are over. The same package can come again (another variant, or go prints it in two parts). */
  onPackageEnd?(facts: PackageFacts): void;
}
