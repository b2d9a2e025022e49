import type { LeakRecord } from "../records/record.js";

/** Where a parameter's leak ends inside its function. */
export type LeakTarget = "heap" | "result";

/** A leak with what its own text says of it. */
export interface LeakFacts {
  /** As the function calls it: that of another package's generic function comes with the package, `atomic.x`. */
  readonly parameter: string;
  readonly function: string | null;
  readonly target: LeakTarget;
  readonly result: string | null;
}

const QUALIFIER = /^[\p{L}_][\p{L}\p{N}_]*\.(?=[\p{L}_~])/u;
const HEAD = /^parameter (.*) leaks to (\{storage for .*\}|.*?)(?: for (.*))? with derefs=\d+:$/s;

/**
 * Reads a leak. `parameter p leaks to {storage for &T{...}} for New with derefs=0:` is a leak to the heap: what it is
 * stored in is allocated there.
 */
export function leakFacts(leak: LeakRecord): LeakFacts {
  const parameter = leak.parameter.includes(".") ? leak.parameter.replace(QUALIFIER, "") : leak.parameter;
  const head = leak.to === "result" ? HEAD.exec(leak.message) : null;
  if (head === null) return { parameter, function: leak.function, target: leak.to, result: leak.result };
  const [, , to = "", name = leak.function] = head;
  return to.startsWith("{")
    ? { parameter, function: name, target: "heap", result: null }
    : { parameter, function: name, target: "result", result: to };
}
