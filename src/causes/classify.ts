import type { EscapeRecord, Hop, UnclassifiedEscape } from "../records/record.js";
import { type FromParser, JSON_WRITER, type JsonWriter } from "../records/serialize.js";
import { TEXT_ALONE } from "../records/text-alone.js";
import { type Allocates, type Allocation, CAUSES, type Cause } from "../records/vocabulary.js";
import { allocationWith, type Evidence, evidenceOf, type Made } from "./allocation-kind.js";
import { calledFunction } from "./called-function.js";
import type { BuildFacts, LocalFacts } from "./callee.js";
import { causeOf } from "./catalogue.js";
import { containerOf, indexPlaces, type Places } from "./container.js";
import { foreignHome } from "./foreign.js";
import { allocatesAtRunTime } from "./never-allocates.js";
import { type Facts, wayOf } from "./sink.js";

/** Causes that hold whatever is allocated, so that a doubt about that does not matter. */
const WHATEVER_IS_MADE: ReadonlySet<Cause> = new Set<Cause>(["panic", "stack-limit", "goroutine", "closure-capture"]);

/** Causes that a doubt about the end of the flow is a doubt about. */
const DECIDED_BY_THE_END: ReadonlySet<Cause> = new Set<Cause>(["interface-call", "call-argument", "loop"]);

/** What is known of the escapes of a batch from elsewhere than the text. */
export interface Settled {
  /** What is allocated; null where the text tells. */
  readonly allocation: (index: number) => Allocation | null;
  /** Functions of the package that are inlined at an escape. */
  readonly inlined: (index: number) => readonly string[];
}

/** The escapes of a batch with what was found out about them. */
export interface Classified {
  readonly records: EscapeRecord[];
  readonly facts: readonly Facts[];
}

const BY_TEXT: Settled = { allocation: () => null, inlined: () => [] };

/**
 * Gives the escapes of one batch of functions their allocation, sink and cause. They are taken together because one can
 * live in another: a variable in the closure that captures it, an element in its literal. `earlier`: what was found out
 * from the text alone.
 */
export function classify(
  escapes: readonly UnclassifiedEscape[],
  local: LocalFacts,
  build: BuildFacts,
  settled: Settled = BY_TEXT,
  earlier: readonly Facts[] | null = null,
): Classified {
  let evidence: Evidence | null = null;
  let places: Places | null = null;
  const facts = escapes.map((escape, index): Facts => {
    const allocation = settled.allocation(index);
    const inlined = settled.inlined(index);
    const before = earlier?.[index];
    if (before !== undefined && inlined.length === 0 && isSame(before, allocation)) return before;
    let made: Made;
    if (allocation === null) {
      evidence ??= evidenceOf(escapes);
      made = allocationWith(escape, evidence, local, build);
    } else made = { allocation, guess: null };
    const within = [escape.function, ...inlined];
    let found = factsOf(escape, made, escape.flow, within);
    // Of several ways to the heap, the one whose rule comes first.
    for (const flow of escape.otherFlows) found = earlierRule(found, factsOf(escape, made, flow, within));
    return found;
  });
  function factsOf(
    escape: UnclassifiedEscape,
    made: Made,
    flow: readonly Hop[],
    within: readonly (string | null)[],
  ): Facts {
    const around = factsAround(escape, local);
    const last = flow[flow.length - 1];
    let container = -1;
    if (last !== undefined && last.to !== "{heap}" && last.to !== "{temp}") {
      places ??= indexPlaces(escapes);
      container = containerOf(escape, last, places, escapes);
    }
    const way = wayOf({ escape, within, allocation: made.allocation, flow, container }, around, build);
    const cause = causeOf(way);
    const guess =
      (DECIDED_BY_THE_END.has(cause) ? way.guess : null) ?? (WHATEVER_IS_MADE.has(cause) ? null : made.guess);
    const callee = calledFunction(escape.function, flow, local);
    return { allocation: made.allocation, flow, sink: way.sink, callee, cause, guess, container };
  }
  const allocates = new Array<Allocates | undefined>(escapes.length);
  const records = escapes.map((escape, i) => {
    const own = facts[i] as Facts;
    const record: EscapeRecord & { [JSON_WRITER]?: JsonWriter } = {
      kind: escape.kind,
      package: escape.package,
      variant: escape.variant,
      file: escape.file,
      line: escape.line,
      column: escape.column,
      function: escape.function,
      message: escape.message,
      expression: escape.expression,
      allocation: own.allocation,
      sink: own.sink,
      callee: own.callee,
      cause: own.cause,
      rootCause: rootCause(i, facts),
      allocates: allocatesAtRunTime(i, escapes, facts, local, allocates),
      guess: escape.isFunctionCertain ? own.guess : withFunctionGuess(own.guess),
      ...TEXT_ALONE,
      flow: own.flow as Hop[],
    };
    const writer = (escape as FromParser)[JSON_WRITER];
    if (writer !== undefined && own.flow === escape.flow) record[JSON_WRITER] = writer;
    return record;
  });
  return { records, facts };
}

/** Whether what is known of the allocation changes nothing: it is what the text says, and not guessed. */
function isSame(before: Facts, allocation: Allocation | null): boolean {
  return allocation === null || (allocation === before.allocation && before.guess === null);
}

const elsewhere = new WeakMap<LocalFacts, Map<string, LocalFacts>>();

/** A copy of another package's generic function names what that package imports. */
function factsAround(escape: UnclassifiedEscape, local: LocalFacts): LocalFacts {
  const home = foreignHome(escape);
  if (home === null) return local;
  let known = elsewhere.get(local);
  if (known === undefined) {
    known = new Map();
    elsewhere.set(local, known);
  }
  let facts = known.get(home);
  if (facts === undefined) {
    facts = {
      importPath: home,
      functions: local.functions,
      inlinedCallees: local.inlinedCallees,
      capturing: local.capturing,
      hasResult: (name, result) => local.hasResult(name, result),
      declaredAt: (name) => local.declaredAt(name),
      inlinedAt: (place) => local.inlinedAt(place),
    };
    known.set(home, facts);
  }
  return facts;
}

/** Why the function is not certain, where neither the compiler nor the source names it. */
const FUNCTION_GUESS =
  "the function is taken from the last declaration above: without the source, what stands behind a closure looks as if " +
  "it were in it";

function withFunctionGuess(guess: string | null): string {
  return guess === null ? FUNCTION_GUESS : `${guess}; ${FUNCTION_GUESS}`;
}

/** Whether a guess is about the cause, be it about the function too or not. */
export function isCauseGuess(guess: string | null): boolean {
  return guess !== null && guess !== FUNCTION_GUESS;
}

/** Whether a guess is about the function. */
export function isFunctionGuess(guess: string | null): boolean {
  return guess?.endsWith(FUNCTION_GUESS) === true;
}

function earlierRule(a: Facts, b: Facts): Facts {
  return CAUSES.indexOf(b.cause) < CAUSES.indexOf(a.cause) ? b : a;
}

function rootCause(start: number, facts: readonly Facts[]): Cause {
  let at = start;
  const seen = new Set<number>();
  for (;;) {
    const { cause, container: next } = facts[at] as Facts;
    const lives = cause === "closure-capture" || cause === "contained";
    if (!lives || next < 0 || seen.has(next)) return cause;
    seen.add(at);
    at = next;
  }
}
