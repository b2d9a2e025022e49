import type { Hop, Step, UnclassifiedEscape } from "../records/record.js";
import type { Allocation, Cause, Sink } from "../records/vocabulary.js";
import { type BuildFacts, calleeKind, type LocalFacts } from "./callee.js";
import { enclosingFunctions } from "./enclosing-functions.js";
import { calleeOf, splitAssignment, splitList } from "./expression.js";

/** What is found out about an escape, or about one of its ways to the heap. */
export interface Facts {
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

/** Finds the sink, the callee and the cause of a flow. */
export function describeSink(escape: UnclassifiedEscape, found: Facts, local: LocalFacts, build: BuildFacts): void {
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
