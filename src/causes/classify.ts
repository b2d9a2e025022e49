import type { EscapeRecord, Hop, Step, UnclassifiedEscape } from "../records/record.js";
import { type Allocates, type Allocation, CAUSES, type Cause, type Sink } from "../records/vocabulary.js";
import { type BuildFacts, calleeKind, type LocalFacts } from "./callee.js";
import { allocationOf, calleeOf, constantOf, isBasicType, splitAssignment, splitList } from "./expression.js";

interface Facts {
  readonly allocation: Allocation;
  readonly flow: readonly Hop[];
  sink: Sink;
  callee: string | null;
  cause: Cause;
  guess: string | null;
  /** Index of the escape of the same batch that this one lives in. */
  container: number;
}

const STACK_LIMITS = new Set([
  "too large for stack",
  "too aligned for stack",
  "non-constant size",
  "zero-sized element",
]);
const UNSAFE = new Set(["conversion to unsafe.Pointer", "//go:uintptrescapes", "reflect.Header.Data"]);
const ELEMENTS = new Set(["map literal value", "appended slice...", "appendee slice", "copied slice"]);
const KEYS = new Set(["key of map put", "map literal key"]);

/**
 * Gives the escapes of one batch of functions their allocation, sink and cause. They are taken together because one can
 * live in another: a variable in the closure that captures it, an element in its literal.
 */
export function classify(escapes: readonly UnclassifiedEscape[], local: LocalFacts, build: BuildFacts): EscapeRecord[] {
  const evidence = storageEvidence(escapes);
  const methods = methodNames(local);
  const places = indexPlaces(escapes);
  const facts = escapes.map((escape): Facts => {
    const allocation = allocationWith(escape, evidence, methods);
    const found = factsOf(escape, allocation, escape.flow);
    // Of several ways to the heap, the one whose rule comes first.
    return escape.otherFlows.map((flow) => factsOf(escape, allocation, flow)).reduce(earlierRule, found);
  });
  function factsOf(escape: UnclassifiedEscape, allocation: Allocation, flow: readonly Hop[]): Facts {
    const found: Facts = {
      allocation,
      flow,
      sink: "unknown",
      callee: null,
      cause: "unexplained",
      guess: null,
      container: -1,
    };
    describeSink(escape, found, local, build);
    found.container = container(escape, found, places, escapes);
    return found;
  }
  const allocates = new Array<Allocates | undefined>(escapes.length);
  return escapes.map((escape, i) => {
    const own = facts[i] as Facts;
    return {
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
      guess: own.guess,
      flow: own.flow as Hop[],
    };
  });
}

/** What flows into an expression's storage tells what the storage is, where its text does not. */
function storageEvidence(escapes: readonly UnclassifiedEscape[]): Map<string, Set<string>> {
  const evidence = new Map<string, Set<string>>();
  for (const { flow } of escapes) {
    for (const { to, steps } of flow) {
      if (!to.startsWith("{storage for ")) continue;
      const reasons = steps.length === 0 ? ["no step"] : steps.map((step) => step.reason);
      let known = evidence.get(to);
      if (known === undefined) {
        known = new Set();
        evidence.set(to, known);
      }
      for (const reason of reasons) known.add(reason);
    }
  }
  return evidence;
}

function allocationWith(escape: UnclassifiedEscape, evidence: ReadonlyMap<string, ReadonlySet<string>>): Allocation {
  if (escape.message.startsWith("moved to heap: ")) return "variable";
  const { expression, flow } = escape;
  const first = flow[0];
  // An explanation without a decision names a variable as it is, and everything else as a storage.
  if (first !== undefined && first.from === expression) return "variable";
  const kind = allocationOf(expression);
  const seen = evidence.get(`{storage for ${expression}}`);
  switch (kind) {
    case "selector":
      // A method value keeps its receiver, which flows in without a step; a boxed field does not.
      return seen?.has("no step") === true ? "method-value" : "boxed-value";
    case "composite":
      if (seen?.has("slice-literal-element") === true) return "slice-literal";
      return flow.some((hop) => hop.steps.some((step) => step.reason.startsWith("map literal")))
        ? "map-literal"
        : "boxed-value";
    case "sum":
      return isConcatenation(escape) ? "string-concatenation" : "boxed-value";
    default:
      return kind;
  }
}

/** `a + b` is a concatenation, or a number that is boxed. A string operand tells, or that the sum is boxed afterwards. */
function isConcatenation({ expression, flow }: UnclassifiedEscape): boolean {
  if (flow[0]?.to === `{storage for ${expression}}`) return true;
  if (/(?:^|\+ )"|" \+|string\(/.test(expression)) return true;
  const [, next] = flow[0]?.steps ?? [];
  return next !== undefined && next.reason === "interface-converted";
}

function earlierRule(a: Facts, b: Facts): Facts {
  return CAUSES.indexOf(b.cause) < CAUSES.indexOf(a.cause) ? b : a;
}

function describeSink(escape: UnclassifiedEscape, found: Facts, local: LocalFacts, build: BuildFacts): void {
  const { flow } = found;
  const last = flow.at(-1);
  found.callee = lastCallee(flow);
  if (last === undefined) {
    found.cause = ownCause(found.allocation) ?? "unexplained";
    return;
  }
  const step = last.steps.at(-1);
  const reason = step?.reason ?? "";
  if (reason === "call parameter" && step?.expression.startsWith("panic(") === true) {
    found.sink = "panic";
    found.cause = "panic";
    return;
  }
  if (STACK_LIMITS.has(reason)) {
    found.sink = "stack-limit";
    found.cause = "stack-limit";
    return;
  }
  const byWay = endOfFlow(escape, last, step, found, local, build);
  const captured = flow.some((hop) => hop.steps.some((s) => s.reason === "captured by a closure"));
  if (byWay === "goroutine") found.cause = "goroutine";
  else if (captured && isGoArgument(flow)) found.cause = "goroutine";
  else if (captured && found.allocation === "variable") found.cause = "closure-capture";
  else found.cause = ownCause(found.allocation) ?? byWay;
  // A doubt about the last call only matters where the call decides.
  if (found.cause !== "interface-call" && found.cause !== "call-argument" && found.cause !== byWay) found.guess = null;
}

/** Causes that follow from what is allocated, wherever it goes. */
function ownCause(allocation: Allocation): Cause | null {
  if (allocation === "boxed-value") return "interface-conversion";
  return allocation === "append" ? "slice-growth" : null;
}

/** Sets the sink and returns the cause that it stands for. */
function endOfFlow(
  escape: UnclassifiedEscape,
  last: Hop,
  step: Step | undefined,
  found: Facts,
  local: LocalFacts,
  build: BuildFacts,
): Cause {
  const reason = step?.reason ?? "";
  if (UNSAFE.has(reason)) {
    found.sink = "unsafe";
    return "unsafe";
  }
  if (last.to.startsWith("{storage for ")) {
    found.sink = "storage";
    return "contained";
  }
  if (last.to !== "{heap}" && last.to !== "{temp}") return endInVariable(escape, last, reason, found, local);
  if (step === undefined) return endWithoutStep(last, found, local, build);
  if (reason === "spill" && last.steps.length === 1 && found.allocation === "closure") {
    found.sink = "goroutine";
    return "goroutine";
  }
  if (reason === "return") {
    found.sink = "result";
    return "returned";
  }
  if (reason === "send") {
    found.sink = "send";
    return "channel-send";
  }
  if (KEYS.has(reason)) {
    found.sink = "map-key";
    return "element-store";
  }
  if (ELEMENTS.has(reason)) {
    found.sink = "element";
    return "element-store";
  }
  if (reason === "call parameter" || reason === "callee operand") return endInCall(step, found, local, build);
  found.sink = isElementAssignment(step.expression, last.from) ? "element" : "assignment";
  return found.sink === "element" ? "element-store" : "heap-store";
}

function endInCall(step: Step, found: Facts, local: LocalFacts, build: BuildFacts): Cause {
  const callee = calleeOf(step.expression);
  if (callee === "append" || callee === "copy") {
    found.sink = "element";
    return "element-store";
  }
  found.sink = "call";
  if (callee === null) return "interface-call";
  const kind = calleeKind(callee, local, build);
  found.guess = kind.guess;
  return kind.known ? "call-argument" : "interface-call";
}

/** `m[k] = v` and `s[i] = v` store an element. In a tuple, the side that holds the value decides. */
function isElementAssignment(expression: string, from: string): boolean {
  const sides = splitAssignment(expression);
  if (sides === null) return false;
  const left = splitList(sides.left);
  const right = splitList(sides.right);
  if (left.length === 1) return sides.left.endsWith("]");
  const at = right.findIndex((value) => value.includes(from.replace(/^\{storage for (.*)\}$/s, "$1")));
  return (left[at < 0 ? 0 : at] ?? "").endsWith("]");
}

function endInVariable(escape: UnclassifiedEscape, last: Hop, reason: string, found: Facts, local: LocalFacts): Cause {
  const { to } = last;
  if (reason === "return" || local.hasResult(escape.function, to)) {
    found.sink = "result";
    return "returned";
  }
  // Results without a name are ~r0, ~r1, …; those of inlined calls are too, so an assignment leaves it open.
  if (/^~[rb]\d+$/.test(to) && !reason.startsWith("assign")) {
    found.sink = "result";
    return "returned";
  }
  found.sink = "variable";
  return "loop";
}

/** Flows that reach the heap without a step. There are three of them. */
function endWithoutStep(last: Hop, found: Facts, local: LocalFacts, build: BuildFacts): Cause {
  if (last.from !== "{temp}") {
    // `{heap} ← run`: the func variable that a go statement, or a defer in a loop, calls.
    found.sink = "goroutine";
    return "goroutine";
  }
  // `{temp} ← r (call parameter)`, `{heap} ← *{temp}`: an argument that flows to several places, the heap among them.
  const step = found.flow.at(-2)?.steps.at(-1);
  if (step?.reason === "call parameter") return endInCall(step, found, local, build);
  // `{temp} ← &x (address-of)`, `{heap} ← {temp}`: the receiver of a method value leaks.
  found.sink = "method-value";
  return "call-argument";
}

/** The arguments of a go statement are captured by a closure that the compiler makes, as variables it makes. */
function isGoArgument(flow: readonly Hop[]): boolean {
  return flow.some((hop) =>
    hop.steps.some((step) => step.reason === "captured by a closure" && step.expression.startsWith(".autotmp_")),
  );
}

function lastCallee(flow: readonly Hop[]): string | null {
  for (let i = flow.length - 1; i >= 0; i--) {
    const steps = flow[i]?.steps ?? [];
    for (let j = steps.length - 1; j >= 0; j--) {
      const step = steps[j];
      if (step?.reason === "call parameter") return calleeOf(step.expression);
    }
  }
  return null;
}

type Places = ReadonlyMap<string, readonly number[]>;

/** Where the batch's allocations are, by the names that flows give them. */
function indexPlaces(escapes: readonly UnclassifiedEscape[]): Places {
  const places = new Map<string, number[]>();
  escapes.forEach((escape, i) => {
    const name = escape.flow[0]?.from ?? escape.expression;
    const list = places.get(name);
    if (list === undefined) places.set(name, [i]);
    else list.push(i);
  });
  return places;
}

/** The allocation that an escape lives in: what captures it, or what its flow ends in. -1 when it is not in the batch. */
function container(
  escape: UnclassifiedEscape,
  found: Facts,
  places: Places,
  escapes: readonly UnclassifiedEscape[],
): number {
  let hop: Hop | undefined;
  if (found.cause === "closure-capture" || found.cause === "goroutine") {
    hop = found.flow.find(({ steps }) => steps.some((step) => step.reason === "captured by a closure"));
  } else if (found.sink === "storage" || found.sink === "variable") hop = found.flow.at(-1);
  if (hop === undefined) return -1;
  const step = hop.steps.at(-1);
  let best = -1;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const i of places.get(hop.to) ?? []) {
    const other = escapes[i] as UnclassifiedEscape;
    if (other === escape || other.function !== escape.function) continue;
    // Of several equal expressions, the one the step stands in: at or before it, and nearest.
    const lines = (step?.line ?? 0) - (other.line ?? 0);
    const distance = lines * 1000 + (step?.column ?? 0) - (other.column ?? 0);
    const rank = distance >= 0 ? distance : 1e9 - distance;
    if (rank < bestDistance) {
      best = i;
      bestDistance = rank;
    }
  }
  return best;
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

/**
 * `no` where the value is laid out as read-only or static data: constants in interfaces, closures that capture nothing,
 * and literals of package-level variables.
 */
function allocatesAtRunTime(
  i: number,
  escapes: readonly UnclassifiedEscape[],
  facts: readonly Facts[],
  local: LocalFacts,
  memo: (Allocates | undefined)[],
): Allocates {
  const known = memo[i];
  if (known !== undefined) return known;
  memo[i] = "unknown";
  const escape = escapes[i] as UnclassifiedEscape;
  const { allocation, container: inside, cause } = facts[i] as Facts;
  let answer: Allocates = "unknown";
  if (allocation === "boxed-value" && isConstant(escape.expression, local)) answer = "no";
  else if (allocation === "closure" && capturesNothing(escape.function, local)) answer = "no";
  else if (isStaticData(escape, allocation)) answer = "no";
  else if (
    cause === "contained" &&
    inside >= 0 &&
    LITERALS.has(allocation) &&
    escape.function === "init" &&
    escape.flow.length === 1 &&
    LITERALS.has((facts[inside] as Facts).allocation)
  ) {
    answer = allocatesAtRunTime(inside, escapes, facts, local, memo);
  }
  memo[i] = answer;
  return answer;
}

const LITERALS: ReadonlySet<Allocation> = new Set<Allocation>(["pointer-literal", "slice-literal"]);

function isConstant(expression: string, local: LocalFacts): boolean {
  const constant = constantOf(expression);
  if (constant === null) return false;
  const { name } = constant;
  if (name === null || isBasicType(name)) return true;
  if (local.functions.has(name) || local.inlinedCallees.has(name)) return false;
  // `Name(1)` can be a call of a func value. A name with methods is a type.
  return hasMethods(name, local);
}

const typeNames = new WeakMap<object, { size: number; names: Set<string> }>();

function hasMethods(type: string, local: LocalFacts): boolean {
  let known = typeNames.get(local);
  const size = local.functions.size + local.inlinedCallees.size;
  if (known === undefined || known.size !== size) {
    const names = new Set<string>();
    for (const set of [local.functions, local.inlinedCallees]) {
      for (const name of set) {
        const method =
          /^(?:\(\*)?((?:[\p{L}_][\p{L}\p{N}_]*\.)?[\p{L}_][\p{L}\p{N}_]*)\)?\.[\p{L}_][\p{L}\p{N}_]*$/u.exec(name);
        if (method?.[1] !== undefined) names.add(method[1]);
      }
    }
    known = { size, names };
    typeNames.set(local, known);
  }
  return known.names.has(type);
}

function capturesNothing(name: string | null, local: LocalFacts): boolean {
  if (name === null || local.capturing.size === 0) return name !== null;
  // F.func1.2 can capture what F.func1 or F declares.
  for (let outer = name; ; ) {
    if (local.capturing.has(outer)) return false;
    const dot = outer.lastIndexOf(".");
    if (dot < 0 || dot < outer.lastIndexOf("]") || dot < outer.lastIndexOf(")")) return true;
    outer = outer.slice(0, dot);
  }
}

/** `var x = &T{…}`: one hop from the literal to a plain name, in the package's own init (named so by Go 1.26 and later). */
function isStaticData(escape: UnclassifiedEscape, allocation: Allocation): boolean {
  if (escape.function !== "init" || !LITERALS.has(allocation) || escape.flow.length !== 1) return false;
  const [hop] = escape.flow;
  const step = hop?.steps.at(-1);
  if (hop?.to !== "{heap}" || step === undefined || hop.steps.length !== 2 || step.reason !== "assign") return false;
  return splitAssignment(step.expression)?.right === escape.expression;
}
