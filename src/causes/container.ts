import type { Hop, UnclassifiedEscape } from "../records/record.js";
import { isMoved } from "./allocation-kind.js";
import { isCapture } from "./compiler-reasons.js";
import { isAround } from "./enclosing-functions.js";

/** The escapes of a batch by the names that flows give them. */
export type Places = ReadonlyMap<string, readonly number[]>;

/** Where the batch's allocations are, by the names that flows give them. */
export function indexPlaces(escapes: readonly UnclassifiedEscape[]): Places {
  const places = new Map<string, number[]>();
  escapes.forEach((escape, i) => {
    const { expression, flow } = escape;
    const name = flow[0]?.from ?? (isMoved(escape) ? expression : `{storage for ${expression}}`);
    const list = places.get(name);
    if (list === undefined) places.set(name, [i]);
    else list.push(i);
  });
  return places;
}

/**
 * The allocation that an escape lives in: the one of its function, or of one around it, that the last hop ends in.
 * -1 when there is none in the batch.
 */
export function containerOf(
  escape: UnclassifiedEscape,
  hop: Hop | undefined,
  places: Places,
  escapes: readonly UnclassifiedEscape[],
): number {
  if (hop === undefined) return -1;
  const last = hop.steps.at(-1);
  // Variables that the compiler makes for range over a function have a place, and what it does with them has none.
  const step = last?.line === null ? escape : last;
  const isCaptured = hop.steps.some(({ reason }) => isCapture(reason));
  let best = -1;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const i of places.get(hop.to) ?? []) {
    const other = escapes[i] as UnclassifiedEscape;
    if (other === escape || !isAround(other.function, escape.function)) continue;
    // Of several equal expressions, the one the step stands in: at or before it, and nearest.
    const lines = (step?.line ?? 0) - (other.line ?? 0);
    const distance = lines * 1000 + (step?.column ?? 0) - (other.column ?? 0);
    // A variable is declared before it is used: a later one of the same name is another.
    if (distance < 0 && isMoved(other) && other.line !== null) continue;
    // What captures a variable stands in its function: literals in that one capture from it in turn.
    const isInner = isCaptured && other.function !== escape.function;
    const rank = (distance >= 0 ? distance : 1e9 - distance) + (isInner ? 1e12 : 0);
    if (rank < bestDistance) {
      best = i;
      bestDistance = rank;
    }
  }
  return best;
}
