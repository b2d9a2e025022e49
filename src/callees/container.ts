import type { Step } from "../records/record.js";
import type { Allocation } from "../records/vocabulary.js";
import { outermostFunction } from "./function-names.js";
import { valueName } from "./printed-call.js";
import type { Place } from "./program.js";

/** An allocation that others can live in. Escape records are some. */
interface Container extends Place {
  readonly function: string | null;
  readonly expression: string;
  readonly allocation: Allocation;
}

/** The end of a flow that may be another allocation. */
export interface FlowInto {
  /** As the flow calls it: `{storage for X}`, or a variable. */
  readonly location: string;
  readonly step: Step | undefined;
  /** Whether a closure takes the value there by capturing it. */
  readonly captured: boolean;
}

/**
 * The allocation that a flow's end names: of those of the function, and of the closures in and around it, the one that
 * the last step stands in, at or before it and nearest. A closure that captures a variable stands in the variable's own
 * function: literals in that one capture from it in turn. `made`: where the value is made, for a step without a place.
 */
export function containerOf<C extends Container>(
  { location, step: last, captured }: FlowInto,
  made: Place | null,
  name: string | null,
  escapes: readonly C[],
): C | null {
  const step = last?.line === null && made !== null ? made : last;
  const wanted = valueName(location);
  const storage = wanted !== location;
  const outer = outermostFunction(name ?? "");
  let best: C | null = null;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const each of escapes) {
    if (each.expression !== wanted || (each.allocation === "variable") === storage) continue;
    if (each.function !== name && outermostFunction(each.function ?? "") !== outer) continue;
    // Variables of range-over-func have no position in the source.
    if (step !== undefined && step.file !== null && each.file !== step.file) continue;
    const distance = ((step?.line ?? 0) - (each.line ?? 0)) * 1000 + (step?.column ?? 0) - (each.column ?? 0);
    const rank = (distance >= 0 ? distance : 1e9 - distance) + (each.function === name ? 0 : captured ? 1e12 : 0.5);
    if (rank < bestRank) {
      best = each;
      bestRank = rank;
    }
  }
  return best;
}
