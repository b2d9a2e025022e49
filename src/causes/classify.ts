import type { EscapeRecord, Hop, Step, UnclassifiedEscape } from "../records/record.js";
import { FLOW_WRITER, type FlowWriter, type WithFlowWriter } from "../records/serialize.js";
import { type Allocates, type Allocation, CAUSES, type Cause, type Sink } from "../records/vocabulary.js";
import { type BuildFacts, calleeKind, type LocalFacts } from "./callee.js";
import {
  allocationOf,
  calleeOf,
  constantOf,
  isBasicType,
  operandsOf,
  splitAssignment,
  splitList,
} from "./expression.js";

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

const CAPTURED = "captured by a closure";
const STACK_LIMITS = new Set([
  "too large for stack",
  "too aligned for stack",
  "non-constant size",
  "zero-sized element",
]);
const UNSAFE = new Set(["conversion to unsafe.Pointer", "//go:uintptrescapes", "reflect.Header.Data"]);
const ELEMENTS = new Set(["map literal value", "appended slice...", "appendee slice", "copied slice"]);
const KEYS = new Set(["key of map put", "map literal key"]);
const MAP_LITERALS = new Set(["map literal value", "map literal key"]);

/** Causes that hold whatever is allocated, so that a doubt about that does not matter. */
const WHATEVER_IS_MADE: ReadonlySet<Cause> = new Set<Cause>(["panic", "stack-limit", "goroutine", "closure-capture"]);

/**
 * Gives the escapes of one batch of functions their allocation, sink and cause. They are taken together because one can
 * live in another: a variable in the closure that captures it, an element in its literal.
 */
export function classify(escapes: readonly UnclassifiedEscape[], local: LocalFacts, build: BuildFacts): EscapeRecord[] {
  const evidence = evidenceOf(escapes);
  let places: Places | null = null;
  const facts = escapes.map((escape): Facts => {
    const made = allocationWith(escape, evidence, local, build);
    let found = factsOf(escape, made, escape.flow);
    // Of several ways to the heap, the one whose rule comes first.
    for (const flow of escape.otherFlows) found = earlierRule(found, factsOf(escape, made, flow));
    return found;
  });
  function factsOf(escape: UnclassifiedEscape, made: Made, flow: readonly Hop[]): Facts {
    const found: Facts = {
      allocation: made.allocation,
      flow,
      sink: "unknown",
      callee: null,
      cause: "unexplained",
      guess: null,
      container: -1,
    };
    const last = flow[flow.length - 1];
    if (last !== undefined && last.to !== "{heap}" && last.to !== "{temp}") {
      places ??= indexPlaces(escapes);
      found.container = containerOf(escape, last, places, escapes);
    }
    describeSink(escape, found, local, build);
    if (!WHATEVER_IS_MADE.has(found.cause)) found.guess ??= made.guess;
    return found;
  }
  const allocates = new Array<Allocates | undefined>(escapes.length);
  return escapes.map((escape, i) => {
    const own = facts[i] as Facts;
    const record: EscapeRecord & { [FLOW_WRITER]?: FlowWriter } = {
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
    const writer = (escape as WithFlowWriter)[FLOW_WRITER];
    if (writer !== undefined && own.flow === escape.flow) record[FLOW_WRITER] = writer;
    return record;
  });
}

/** What a batch tells about its expressions, where their own text does not. */
interface Evidence {
  /** By which steps something flows into a storage; `no step` where the compiler prints none. */
  readonly inflow: (storage: string) => ReadonlySet<string> | undefined;
  /** Places and storages of values that are boxed as they are: what is allocated there comes twice. */
  readonly boxed: ReadonlySet<string>;
  /** Literals of maps, by what is put into them. */
  readonly maps: ReadonlySet<string>;
}

function evidenceOf(escapes: readonly UnclassifiedEscape[]): Evidence {
  let boxed = NOTHING;
  let maps = NOTHING;
  for (const { flow } of escapes) {
    for (const { to, from, steps } of flow) {
      // Only what is needed is looked at: expressions and places of steps are read when they are asked for.
      for (const step of steps) if (MAP_LITERALS.has(step.reason)) maps = withText(maps, step.expression);
      if (to === from && isStorage(to)) for (const step of steps) boxed = withText(boxed, `${placeOf(step)} ${to}`);
    }
  }
  // Few expressions leave open what they are, so most batches never ask.
  let reasons: Map<string, Set<string>> | null = null;
  const inflow = (storage: string) => {
    reasons ??= inflowOf(escapes);
    return reasons.get(storage);
  };
  return { inflow, boxed, maps };
}

const NOTHING: ReadonlySet<string> = new Set();

/** Most batches have none of these, so that a set is made for the first. */
function withText(texts: ReadonlySet<string>, text: string): ReadonlySet<string> {
  if (texts === NOTHING) return new Set([text]);
  (texts as Set<string>).add(text);
  return texts;
}

function inflowOf(escapes: readonly UnclassifiedEscape[]): Map<string, Set<string>> {
  const inflow = new Map<string, Set<string>>();
  for (const { flow } of escapes) {
    for (const { to, steps } of flow) {
      if (!isStorage(to)) continue;
      let known = inflow.get(to);
      if (known === undefined) {
        known = new Set();
        inflow.set(to, known);
      }
      if (steps.length === 0) known.add("no step");
      for (const { reason } of steps) known.add(reason);
    }
  }
  return inflow;
}

function isStorage(place: string): boolean {
  return place.startsWith("{storage for ");
}

function placeOf({ file, line, column }: UnclassifiedEscape | Step): string {
  return `${file}:${line}:${column}`;
}

function isMoved(escape: UnclassifiedEscape): boolean {
  return escape.message.startsWith("moved to heap: ");
}

/** What is allocated, and why that is not certain. */
interface Made {
  readonly allocation: Allocation;
  readonly guess: string | null;
}

function allocationWith(escape: UnclassifiedEscape, evidence: Evidence, local: LocalFacts, build: BuildFacts): Made {
  const { expression, flow } = escape;
  const first = flow[0];
  const certain = (allocation: Allocation): Made => ({ allocation, guess: null });
  // An explanation without a decision names a variable as it is, and everything else as a storage.
  if (isMoved(escape) || (first !== undefined && first.from === expression)) return certain("variable");
  const storage = `{storage for ${expression}}`;
  // `any(a + b)` is two allocations, of which one flows into the other: the box stands where the other is converted.
  const isBoxed = evidence.boxed.size > 0 && evidence.boxed.has(`${placeOf(escape)} ${storage}`);
  if (isBoxed && first?.to !== storage) return certain("boxed-value");
  const kind = allocationOf(expression);
  // `append(b, 1) escapes to heap` is its boxed result; the growth is not reported, or since Go 1.25 as `append`.
  if (kind === "append" && /^append\(.* escapes to heap$/s.test(escape.message)) return certain("boxed-value");
  if (kind !== "selector" && kind !== "composite" && kind !== "sum") return certain(kind);
  const inflow = evidence.inflow(storage);
  // A variadic function takes values of interface types more often than others.
  const next = first?.steps[1];
  const isPrinted = next?.reason === "slice-literal-element" && next.expression === "... argument";
  switch (kind) {
    case "selector":
      // A method value keeps its receiver, which flows in without a step; a field that holds pointers is converted.
      if (inflow?.has("no step") === true) return certain("method-value");
      if (inflow?.has("interface-converted") === true || isPrinted || !isMethod(expression, local, build)) {
        return certain("boxed-value");
      }
      return { allocation: "method-value", guess: `${expression} is taken for a method value: it could be a field` };
    case "composite":
      if (isBoxed || inflow?.has("slice-literal-element") === true) return certain("slice-literal");
      // Of what is put into an interface, only maps are pointers already.
      if (evidence.maps.has(expression) || next?.reason === "interface-converted") return certain("map-literal");
      return certain("boxed-value");
    case "sum": {
      const operands = operandsOf(expression);
      if (isBoxed || operands === "strings" || next?.reason === "interface-converted") {
        return certain("string-concatenation");
      }
      if (operands === "numbers" || isPrinted) return certain("boxed-value");
      return {
        allocation: "string-concatenation",
        guess: `${expression} is taken for a concatenation: it could be a number`,
      };
    }
  }
}

/** Whether the selector's last name is a method of any type that the package's lines name. */
function isMethod(expression: string, local: LocalFacts, build: BuildFacts): boolean {
  const names = expression.split(".");
  if (names.length === 2 && build.isPackage(names[0] ?? "", local.importPath) === true) return false;
  return namesOf(local).methods.has(names.at(-1) ?? "");
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
  const captured = isCaptured(flow);
  if (byWay === "goroutine") found.cause = "goroutine";
  else if (captured && isGoArgument(flow)) found.cause = "goroutine";
  else if (captured && (found.allocation === "variable" || isHeldByClosure(found))) found.cause = "closure-capture";
  else found.cause = ownCause(found.allocation) ?? byWay;
  // A doubt about the last call only matters where the call decides.
  if (found.cause !== "interface-call" && found.cause !== "call-argument" && found.cause !== byWay) found.guess = null;
}

function isCaptured(flow: readonly Hop[]): boolean {
  for (const { steps } of flow) for (const { reason } of steps) if (reason === CAPTURED) return true;
  return false;
}

/** `c := &T{}`, and a closure that escapes and captures `c` by value. */
function isHeldByClosure({ allocation, sink, flow }: Facts): boolean {
  if (sink !== "storage" || ownCause(allocation) !== null) return false;
  return flow.at(-1)?.steps.some((step) => step.reason === CAPTURED) === true;
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
    const left = found.container < 0 ? leavesFunction(found) : null;
    if (left !== null) return left;
    found.sink = "storage";
    return "contained";
  }
  if (last.to !== "{heap}" && last.to !== "{temp}") return endInVariable(escape, last, reason, found, local, build);
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
  const sides = expression.includes("]") ? splitAssignment(expression) : null;
  if (sides === null) return false;
  const left = splitList(sides.left);
  const right = splitList(sides.right);
  if (left.length === 1) return sides.left.endsWith("]");
  const at = right.findIndex((value) => value.includes(from.replace(/^\{storage for (.*)\}$/s, "$1")));
  return (left[at < 0 ? 0 : at] ?? "").endsWith("]");
}

function endInVariable(
  escape: UnclassifiedEscape,
  last: Hop,
  reason: string,
  found: Facts,
  local: LocalFacts,
  build: BuildFacts,
): Cause {
  const { to } = last;
  if (reason === "return") {
    found.sink = "result";
    return "returned";
  }
  if (found.container >= 0) {
    found.sink = "variable";
    return "contained";
  }
  const functions = enclosingFunctions(escape.function);
  if (functions.some((name) => local.hasResult(name, to))) {
    found.sink = "result";
    return "returned";
  }
  // Results without a name are ~r0, ~r1, …; those of inlined calls are too, so an assignment leaves it open.
  if (/^~[rb]\d+$/.test(to) && !reason.startsWith("assign")) {
    found.sink = "result";
    return "returned";
  }
  const left = leavesFunction(found);
  if (left !== null) return left;
  // A result of a function around counts too: a closure that sets it runs before the function returns.
  const answers = functions.map((name) => {
    const declaration = local.declaredAt(name);
    return declaration === null ? undefined : build.namesResult(declaration, to);
  });
  if (answers.includes(true)) {
    found.sink = "result";
    return "returned";
  }
  if (answers[0] === undefined && !to.startsWith("~") && !to.startsWith(".") && !to.includes(".")) {
    found.guess = `${to} is taken for a variable declared outside the loop: it could be a named result`;
  }
  found.sink = "variable";
  return "loop";
}

/**
 * Functions that call each other are explained together: a flow can go on in the caller, or in a function that is
 * called. What counts is how the value leaves its own function; null when it does not.
 */
function leavesFunction(found: Facts): Cause | null {
  for (const { to, steps } of found.flow.slice(0, -1)) {
    const reason = steps.at(-1)?.reason;
    // #rv1 is the result that the body of a loop over a function sets.
    if (reason === "return" || /^#rv\d+$/.test(to)) {
      found.sink = "result";
      return "returned";
    }
    if (reason === "call parameter" && !to.startsWith("{")) {
      found.sink = "call";
      return "call-argument";
    }
  }
  return null;
}

/** Flows that end without a step. There are four of them. */
function endWithoutStep(last: Hop, found: Facts, local: LocalFacts, build: BuildFacts): Cause {
  if (last.to === "{temp}") {
    // `{temp} ← pending`: the container that a range statement goes through, which is declared outside of the loop.
    found.sink = "variable";
    return "loop";
  }
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
    hop.steps.some((step) => step.reason === CAPTURED && step.expression.startsWith(".autotmp_")),
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
function containerOf(
  escape: UnclassifiedEscape,
  hop: Hop | undefined,
  places: Places,
  escapes: readonly UnclassifiedEscape[],
): number {
  if (hop === undefined) return -1;
  const step = hop.steps.at(-1);
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
    const rank = distance >= 0 ? distance : 1e9 - distance;
    if (rank < bestDistance) {
      best = i;
      bestDistance = rank;
    }
  }
  return best;
}

/**
 * Whether one function is the other, or a closure in it is. Before Go 1.25 the function is not printed: a closure's own
 * storage can be taken for something in the closure, and what has no position is in no function.
 */
function isAround(outer: string | null, inner: string | null): boolean {
  if (outer === inner || outer === null || inner === null) return true;
  return isClosureOf(inner, outer) || isClosureOf(outer, inner);
}

/** `F.func1.2`, `F.gowrap1` and, for the body of a loop over a function, `F-range1`. */
function isClosureOf(name: string, outer: string): boolean {
  return name.startsWith(outer) && (name[outer.length] === "." || name.startsWith("-range", outer.length));
}

/** A closure and what it stands in: `F.func1.2`, `F.func1` and `F`. */
function enclosingFunctions(name: string | null): string[] {
  const names: string[] = [];
  for (let outer = name; outer !== null; outer = /^(.*[^.])(?:\.[^.\])]+|-range\d+)$/s.exec(outer)?.[1] ?? null)
    names.push(outer);
  return names;
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
  if (allocation === "boxed-value" && isConstantInBox(escape, local)) answer = "no";
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

/** `4096 escapes to heap` of `accept(size)`: the decision holds what the compiler made of a constant variable. */
function isConstantInBox({ expression, message }: UnclassifiedEscape, local: LocalFacts): boolean {
  if (isConstant(expression, local)) return true;
  return !message.startsWith(expression) && isConstant(message.replace(/ escapes to heap$/, ""), local);
}

function isConstant(expression: string, local: LocalFacts): boolean {
  const constant = constantOf(expression);
  if (constant === null) return false;
  const { name } = constant;
  if (name === null || isBasicType(name)) return true;
  if (local.functions.has(name) || local.inlinedCallees.has(name)) return false;
  // `Name(1)` can be a call of a func value. A name with methods is a type.
  return namesOf(local).types.has(name);
}

interface Names {
  /** Types with methods, also of other packages: `T`, `pkg.T`. */
  readonly types: ReadonlySet<string>;
  /** Methods of any type: `run`. */
  readonly methods: ReadonlySet<string>;
}

const METHOD =
  /^(?:\(\*)?((?:[\p{L}_][\p{L}\p{N}_]*\.)?[\p{L}_][\p{L}\p{N}_]*)(?:\[.*\])?\)?\.([\p{L}_][\p{L}\p{N}_]*)$/su;
const namesByFacts = new WeakMap<LocalFacts, { readonly size: number; readonly names: Names }>();

/** The types and methods that a package's lines name. */
function namesOf(local: LocalFacts): Names {
  const size = local.functions.size + local.inlinedCallees.size;
  const known = namesByFacts.get(local);
  if (known?.size === size) return known.names;
  const types = new Set<string>();
  const methods = new Set<string>();
  for (const set of [local.functions, local.inlinedCallees]) {
    for (const name of set) {
      const [, type, method] = METHOD.exec(name) ?? [];
      // `F.func1` is a closure.
      if (type === undefined || method === undefined || local.functions.has(type)) continue;
      types.add(type);
      methods.add(method);
    }
  }
  const names = { types, methods };
  namesByFacts.set(local, { size, names });
  return names;
}

function capturesNothing(name: string | null, local: LocalFacts): boolean {
  // F.func1.2 can capture what F.func1 or F declares.
  return name !== null && !enclosingFunctions(name).some((outer) => local.capturing.has(outer));
}

/** `var x = &T{…}`: one hop from the literal to a plain name, in the package's own init (named so by Go 1.26 and later). */
function isStaticData(escape: UnclassifiedEscape, allocation: Allocation): boolean {
  if (escape.function !== "init" || !LITERALS.has(allocation) || escape.flow.length !== 1) return false;
  const [hop] = escape.flow;
  const step = hop?.steps.at(-1);
  if (hop?.to !== "{heap}" || step === undefined || hop.steps.length !== 2 || step.reason !== "assign") return false;
  return splitAssignment(step.expression)?.right === escape.expression;
}
