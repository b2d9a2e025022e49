import type { Hop, Step, UnclassifiedEscape } from "../records/record.js";
import type { Allocation, Cause, Sink } from "../records/vocabulary.js";
import { type BuildFacts, calleeKind, type LocalFacts } from "./callee.js";
import { isCapture, reasonKind } from "./compiler-reasons.js";
import { enclosingFunctions } from "./enclosing-functions.js";
import { calleeOf, splitAssignment, splitList } from "./expression.js";

/** One way of a value to the heap: what the rules of the causes look at. */
export interface Way {
  readonly allocation: Allocation;
  readonly sink: Sink;
  /** Whether the call that the flow ends in is of a known function. */
  readonly calleeIsKnown: boolean;
  /** What holds the value on its way: a closure of the program's, or the one that the compiler makes of a go statement. */
  readonly capturedBy: "closure" | "go" | null;
  /** Whether another allocation of the same batch holds it. */
  readonly isPart: boolean;
}

/** What is found out about an escape, by one of its ways to the heap. */
export interface Facts {
  readonly allocation: Allocation;
  readonly flow: readonly Hop[];
  readonly sink: Sink;
  readonly callee: string | null;
  readonly cause: Cause;
  readonly guess: string | null;
  /** Index of the escape of the same batch that this one lives in. */
  readonly container: number;
}

/** Where a flow ends. */
interface Destination {
  readonly sink: Sink;
  readonly calleeIsKnown: boolean;
  /** What remains open, as a sentence. */
  readonly guess: string | null;
}

/** A flow, and where it is. */
export interface FlowAt {
  readonly escape: UnclassifiedEscape;
  /** Functions that its code can be of: the escape's own, and those of the package that are inlined there. */
  readonly within: readonly (string | null)[];
  readonly allocation: Allocation;
  readonly flow: readonly Hop[];
  /** Index of the escape of the same batch that the flow ends in; -1 for none. */
  readonly container: number;
}

/** Finds where a flow leads: to be judged by the rules of the catalogue. */
export function wayOf(at: FlowAt, local: LocalFacts, build: BuildFacts): Way & Destination {
  const { allocation, container } = at;
  const destination = destinationOf(at, local, build);
  return { allocation, ...destination, capturedBy: capturedBy(at, destination.sink), isPart: container >= 0 };
}

/** The arguments of a go statement are captured by a closure that the compiler makes, as variables it makes. */
function capturedBy({ allocation, flow }: FlowAt, sink: Sink): Way["capturedBy"] {
  let captured = false;
  for (const { steps } of flow) {
    for (const { reason, expression } of steps) {
      if (!isCapture(reason)) continue;
      if (expression.startsWith(".autotmp_")) return "go";
      captured = true;
    }
  }
  if (!captured) return null;
  if (allocation === "variable") return "closure";
  // `c := &T{}`, and a closure that escapes and captures `c` by value.
  const held = sink === "storage" && flow.at(-1)?.steps.some(({ reason }) => isCapture(reason)) === true;
  return held ? "closure" : null;
}

function to(sink: Sink, guess: string | null = null): Destination {
  return { sink, calleeIsKnown: true, guess };
}

function destinationOf(at: FlowAt, local: LocalFacts, build: BuildFacts): Destination {
  const { flow, allocation, container } = at;
  const last = flow.at(-1);
  if (last === undefined) return to("unknown");
  const step = last.steps.at(-1);
  const kind = reasonKind(step?.reason);
  if (step?.reason === "call parameter" && step.expression.startsWith("panic(")) return to("panic");
  if (kind === "stack-limit" || kind === "unsafe") return to(kind);
  if (last.to.startsWith("{storage for ")) return (container < 0 ? leavesFunction(flow) : null) ?? to("storage");
  if (last.to !== "{heap}" && last.to !== "{temp}") return endInVariable(at, last, kind === "result", local, build);
  if (step === undefined) return endWithoutStep(last, at, local, build);
  switch (kind) {
    case "spill":
      if (last.steps.length === 1 && allocation === "closure") return to("goroutine");
      break;
    case "result":
    case "send":
    case "map-key":
      return to(kind);
    case "literal-key":
      return to("map-key");
    case "element":
    case "copied":
    case "appended":
      return to("element");
    case "call":
      return endInCall(step, at.within, local, build);
  }
  return to(isElementAssignment(step.expression, last.from) ? "element" : "assignment");
}

function endInCall(step: Step, within: readonly (string | null)[], local: LocalFacts, build: BuildFacts): Destination {
  const callee = calleeOf(step.expression);
  if (callee === "append" || callee === "copy") return to("element");
  if (callee === null) return { sink: "call", calleeIsKnown: false, guess: null };
  const { known, guess } = calleeKind(callee, local, build);
  // `ut.T(x)` in `func(ut ut.Translator)`: the parameter hides the package.
  if (known && isOfParameter(callee, within, local, build)) return { sink: "call", calleeIsKnown: false, guess: null };
  return { sink: "call", calleeIsKnown: known, guess };
}

function isOfParameter(
  callee: string,
  within: readonly (string | null)[],
  local: LocalFacts,
  build: BuildFacts,
): boolean {
  const variable = /^([\p{L}_][\p{L}\p{N}_]*)\.[\p{L}_][\p{L}\p{N}_]*$/u.exec(callee)?.[1];
  if (variable === undefined || local.functions.has(callee)) return false;
  return within.flatMap(enclosingFunctions).some((each) => {
    const declaration = local.declaredAt(each);
    return declaration !== null && build.namesParameter(declaration, variable) === true;
  });
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
  { escape, flow, container }: FlowAt,
  last: Hop,
  isReturned: boolean,
  local: LocalFacts,
  build: BuildFacts,
): Destination {
  const { to: name } = last;
  if (isReturned) return to("result");
  if (container >= 0) return to("variable");
  const functions = enclosingFunctions(escape.function);
  if (functions.some((each) => local.hasResult(each, name))) return to("result");
  // Results without a name are ~r0, ~r1, …; those of inlined calls are too, so an assignment leaves it open.
  if (/^~[rb]\d+$/.test(name) && last.steps.at(-1)?.reason.startsWith("assign") !== true) return to("result");
  const left = leavesFunction(flow);
  if (left !== null) return left;
  // A result of a function around counts too: a closure that sets it runs before the function returns.
  const answers = functions.map((each) => {
    const declaration = local.declaredAt(each);
    return declaration === null ? undefined : build.namesResult(declaration, name);
  });
  if (answers.includes(true)) return to("result");
  const open = answers[0] === undefined && !name.startsWith("~") && !name.startsWith(".") && !name.includes(".");
  return to(
    "variable",
    open ? `${name} is taken for a variable declared outside the loop: it could be a named result` : null,
  );
}

/**
 * Functions that call each other are explained together: a flow can go on in the caller, or in a function that is
 * called. What counts is how the value leaves its own function; null when it does not.
 */
function leavesFunction(flow: readonly Hop[]): Destination | null {
  for (const { to: name, steps } of flow.slice(0, -1)) {
    const reason = steps.at(-1)?.reason;
    // #rv1 is the result that the body of a loop over a function sets.
    if (reason === "return" || /^#rv\d+$/.test(name)) return to("result");
    if (reason === "call parameter" && !name.startsWith("{")) return to("call");
  }
  return null;
}

/** Flows that end without a step. There are four of them. */
function endWithoutStep(last: Hop, { within, flow }: FlowAt, local: LocalFacts, build: BuildFacts): Destination {
  // `{temp} ← pending`: the container that a range statement goes through, which is declared outside of the loop.
  if (last.to === "{temp}") return to("variable");
  // `{heap} ← run`: the func variable that a go statement, or a defer in a loop, calls.
  if (last.from !== "{temp}") return to("goroutine");
  // `{temp} ← r (call parameter)`, `{heap} ← *{temp}`: an argument that flows to several places, the heap among them.
  const step = flow.at(-2)?.steps.at(-1);
  if (step?.reason === "call parameter") return endInCall(step, within, local, build);
  // `{temp} ← &x (address-of)`, `{heap} ← {temp}`: the receiver of a method value leaks.
  return to("method-value");
}
