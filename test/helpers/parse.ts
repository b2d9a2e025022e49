import {
  DiagnosticsParser,
  type PackageFacts,
  type ParserOptions,
  type PlainRecord,
} from "../../parsers/diagnostics/index.js";
import type { UnclassifiedEscape } from "../../src/records/record.js";
import type { LineStats } from "../../src/records/report.js";
import type { RecordKind } from "../../src/records/vocabulary.js";
import { ALL_KINDS } from "./records.js";

/** What the parser made of compiler output, before any cause is given. */
export interface Parsed {
  readonly escapes: readonly UnclassifiedEscape[];
  /** The same escapes as they were handed over: one list for each batch of functions. */
  readonly batches: readonly (readonly UnclassifiedEscape[])[];
  readonly records: readonly PlainRecord[];
  /** The facts of each package, in the order in which the packages ended. */
  readonly packages: readonly PackageFacts[];
  readonly lines: LineStats;
}

/** Parses compiler output, given whole or in chunks. `extents`: of source files that are at hand. */
export function parse(
  output: string | Uint8Array | readonly Uint8Array[],
  kinds: ReadonlySet<RecordKind> = ALL_KINDS,
  extents?: ParserOptions["extents"],
): Parsed {
  const batches: (readonly UnclassifiedEscape[])[] = [];
  const records: PlainRecord[] = [];
  const packages: PackageFacts[] = [];
  const parser = new DiagnosticsParser({
    kinds,
    extents,
    onEscapes: (escapes) => {
      batches.push(escapes);
    },
    onRecord: (record) => {
      records.push(record);
    },
    onPackageEnd: (facts) => {
      packages.push(facts);
    },
  });
  const chunks = typeof output === "string" ? [Buffer.from(output)] : output instanceof Uint8Array ? [output] : output;
  for (const chunk of chunks) parser.write(chunk);
  parser.end();
  return { escapes: batches.flat(), batches, records, packages, lines: parser.stats };
}
