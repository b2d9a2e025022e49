import type { EscapeRecord, Step } from "../records/record.js";
import { add, lineOf } from "./lines.js";

/**
 * Calls whose result goes into an interface behind that of their arguments, though they stand before these: `f(x)` where
 * `f` takes `x` as an interface too.
 */
export function callsOfBoxed(escapes: readonly EscapeRecord[]): Set<EscapeRecord> {
  const boxed = escapes.filter(({ allocation }) => allocation === "boxed-value");
  const calls = new Set(boxed.map(callAround));
  return new Set(boxed.filter((escape) => escape.expression.endsWith(")") && calls.has(placeOf(escape))));
}

/** Where the call stands among whose variadic arguments a value is. */
function callAround({ flow }: EscapeRecord): string | null {
  const step = flow[0]?.steps.at(-1);
  return step !== undefined && isArgument(step) ? placeOf(step) : null;
}

/**
 * How deep calls lie in the variadic arguments of others of their line, by place: `g(…)` of `f(g(…))` is 1. The slice of a
 * call is made when its arguments are there, so that of the deepest comes first.
 */
export function depthsOf(escapes: readonly EscapeRecord[]): ReadonlyMap<string, number> {
  const variadic = escapes.filter(({ allocation }) => allocation === "variadic-slice");
  if (variadic.length < 2) return NONE;
  const slices = new Map<string, EscapeRecord[]>();
  for (const escape of variadic) add(slices, lineOf(escape), escape);
  const around = new Map<string, string>();
  for (const escape of escapes) {
    // Flows are read for few.
    if ((slices.get(lineOf(escape))?.length ?? 0) < 2) continue;
    const inner = placeOf(escape);
    const outer = escape.flow.flatMap(({ steps }) => steps.filter(isArgument).map(placeOf)).find((at) => at !== inner);
    if (outer !== undefined) around.set(inner, outer);
  }
  const depths = new Map<string, number>();
  for (const inner of around.keys()) {
    let depth = 0;
    for (let at = around.get(inner); at !== undefined && depth < around.size; at = around.get(at)) depth++;
    depths.set(inner, depth);
  }
  return depths;
}

const NONE: ReadonlyMap<string, number> = new Map();

function isArgument({ expression, reason }: Step): boolean {
  return expression === "... argument" && reason === "slice-literal-element";
}

/** A place by its name. */
export function placeOf({ file, line, column }: Pick<EscapeRecord, "file" | "line" | "column">): string {
  return `${file}:${line}:${column}`;
}
