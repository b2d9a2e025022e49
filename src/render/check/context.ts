import type { Check } from "../../records/check.js";
import type { Style } from "../../text/style.js";

/** What an answer is rendered with. */
export interface CheckContext {
  readonly style: Style;
  /** The directory that files are relative to: makes positions links. */
  readonly root: string | undefined;
  /** Allocations and unknown calls that are shown. */
  readonly top: number;
  readonly quiet: boolean;
}

/** A format of the answer: the whole text, with a line break at its end. */
export type CheckRenderer = (check: Check, context: CheckContext) => string;
