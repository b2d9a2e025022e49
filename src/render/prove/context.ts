import type { Proof } from "../../records/prove.js";
import type { Style } from "../../text/style.js";

/** What a proof is rendered with. */
export interface ProveContext {
  readonly style: Style;
  /** How many sites to show of each benchmark. */
  readonly top: number;
  /** Figures only. */
  readonly quiet: boolean;
}

/** A format of proofs: the whole text, with a line break at its end. */
export type ProveRenderer = (proof: Proof, context: ProveContext) => string;
