import type { Diff } from "../../records/diff.js";
import type { GroupKey } from "../../report/group-keys.js";
import type { Style } from "../../text/style.js";
import type { FindingsContext } from "../services/context.js";
import type { SpanOf } from "../text/code-frame.js";

/** What a diff is rendered from. */
export interface DiffContext extends FindingsContext {
  readonly diff: Diff;
  readonly style: Style;
  /** How many rows and records of each kind to show, in the formats that people read. */
  readonly top: number;
  /** The grouping that was asked for: the others are not shown. */
  readonly groupBy?: GroupKey | undefined;
  /** Figures and records only: neither explanations nor hints. */
  readonly quiet: boolean;
  /** The directory that the newer side's files are relative to, where it is known: makes positions links. */
  readonly root?: string | undefined;
  /** Reads the newer side's files, where they are at hand: shows the line of each new allocation. */
  readonly sources?: ((file: string) => readonly string[] | null) | undefined;
  /** Finds what to underline in those lines. */
  readonly spanOf?: SpanOf | undefined;
  /** Commands that the reader may want to run next. */
  readonly next: readonly string[];
  /** The version of escape-report. */
  readonly version?: string | undefined;
}

/** One output format of diffs. */
export interface DiffRenderer {
  /** It names files as they are opened: where the standard library is has to be known. Default: no. */
  readonly opensFiles?: boolean;
  readonly render: (context: DiffContext) => Iterable<string>;
}
