import type { Blame } from "../../records/blame.js";
import type { Style } from "../../text/style.js";

/** What blame is rendered with. */
export interface BlameContext {
  readonly style: Style;
  /** The directory that the records' files are relative to, where it is known: makes positions links. */
  readonly root: string | undefined;
  /** Figures only. */
  readonly quiet: boolean;
  /** Whether no more is wanted than fits on a screen: nobody has said how many. */
  readonly screen?: boolean;
}

/** A format of blame: the whole text, with a line break at its end. */
export type BlameRenderer = (blame: Blame, context: BlameContext) => string;
