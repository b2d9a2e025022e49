import { TRAIT, type Traits } from "../causes/traits.js";
import type { EscapeRecord } from "../records/record.js";

/** What an escape costs, as far as machine code shows it. */
export interface EscapeCost {
  /** It allocates whenever its line runs. */
  readonly sure: boolean;
  /** The same, in a loop. */
  readonly inLoop: boolean;
  /** Of one object or element; null where the size is not known. */
  readonly bytes: number | null;
}

/** Reads the cost of an escape off its record. */
export function costOf({ allocates, loop, bytes }: EscapeRecord): EscapeCost {
  const sure = allocates === "yes";
  return { sure, inLoop: sure && loop === true, bytes };
}

/** How much more what happens each time weighs than what may happen, and what happens in a loop than what does not. */
const SURE = 4;
const LOOP = 4;
/** What is made for an error, once, or returned by a constructor is seldom worth a change. */
const SELDOM = 1 / 8;
/** A value of 1 KiB and more weighs twice as much as one of 16 bytes. */
const DOUBLINGS = 6;

/** What an escape weighs in the ranking; 1 for what nothing is known of. */
export function weightOf({ sure, inLoop, bytes }: EscapeCost, traits: Traits, isReturned: boolean): number {
  const size = 1 + Math.min(DOUBLINGS, Math.max(0, Math.log2((bytes ?? 16) / 16))) / DOUBLINGS;
  const seldom = TRAIT.error | TRAIT.once | (isReturned ? TRAIT.constructor : 0);
  const often = (sure ? SURE : 1) * (inLoop ? LOOP : 1);
  return often * size * ((traits & seldom) === 0 ? 1 : SELDOM);
}
