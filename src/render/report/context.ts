import type { BuildFacts, LineStats, ReportHeader, Toolchain } from "../../records/report.js";
import type { RecordKind } from "../../records/vocabulary.js";
import type { Spool } from "../../report/record-spool.js";
import type { Summary } from "../../report/summary.js";
import type { Style } from "../../text/style.js";
import type { FindingsContext } from "../services/context.js";

/** What was read. A report's header is one. */
export interface ReportFacts {
  /** null for saved output. */
  readonly toolchain: Toolchain | null;
  /** null for saved output. */
  readonly build: BuildFacts | null;
  /** Import paths of the packages with diagnostics. */
  readonly packages: readonly string[];
  readonly lines: LineStats;
}

/** What many escapes end in: a function, a call that is decided at run time, a field, a closure. */
export interface CulpritRow {
  readonly name: string;
  /** The first of its escapes. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** Escapes that end in it, and in how many packages. */
  readonly escapes: number;
  readonly packages: number;
}

/** What a summary is rendered from. */
export interface SummaryContext {
  readonly summary: Summary;
  readonly facts: ReportFacts;
  readonly style: Style;
  /** Constants and panic arguments are ranked too. */
  readonly all: boolean;
  /** Figures only: neither explanations nor hints. */
  readonly quiet: boolean;
  /** The directory that the records' files are relative to, where it is known: makes positions links. */
  readonly root?: string | undefined;
  /** Whether options leave something out. */
  readonly filtered?: boolean | undefined;
  /** Patterns of these options that have chosen nothing, each with what is near. */
  readonly unmatched?: readonly string[] | undefined;
  /** One grouping was asked for: it is shown alone. */
  readonly grouped?: boolean | undefined;
  /** How many rows and records were asked for; otherwise as many as a screen holds. */
  readonly top?: number | undefined;
  /** Shown where there are any. */
  readonly culprits?: readonly CulpritRow[] | undefined;
  /** Commands that the reader may want to run next. */
  readonly next: readonly string[];
}

/** A format that shows figures. */
export interface SummaryRenderer {
  readonly kind: "summary";
  /** The whole text, with a line break at its end. */
  readonly render: (context: SummaryContext) => string;
}

/** What a format of records may need besides them. */
export interface RecordContext extends FindingsContext {
  readonly header: ReportHeader;
  /** Constants and panic arguments too, in the formats that are read by people and leave them out. */
  readonly all: boolean;
}

/** A format that holds the records, in order, and is written as they come: a report may be larger than memory. */
export interface RecordRenderer {
  readonly kind: "records";
  /** Whether the spool's lines have to end in commas. Default: no. */
  readonly commas?: boolean;
  /** How much of the records is held in memory and not in a temporary file. Default: as the spool does. */
  readonly memoryBytes?: number;
  /** Record kinds to put in unless others are asked for. */
  readonly kinds: readonly RecordKind[];
  /** It names files as they are opened: where the standard library is has to be known. Default: no. */
  readonly opensFiles?: boolean;
  /** Records of other kinds are left out whatever is asked for. Default: every kind can be shown. */
  readonly render: (records: Spool, context: RecordContext) => Iterable<string | Uint8Array>;
}

/** One output format. */
export type Renderer = SummaryRenderer | RecordRenderer;
