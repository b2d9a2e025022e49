import type { Leaks } from "../../records/leaks.js";
import type { Style } from "../../text/style.js";

/** What leaks are rendered with. */
export interface LeaksContext {
  readonly style: Style;
  /** The directory that files are relative to, where it is known: makes positions links. */
  readonly root: string | undefined;
  /** Figures only: no notes and no advice. */
  readonly quiet: boolean;
}

/** A format of leaks: the whole text, with a line break at its end. */
export type LeaksRenderer = (leaks: Leaks, context: LeaksContext) => string;
