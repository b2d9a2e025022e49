import type { EscapeRecord, Hop, Step } from "../records/record.js";
import { CATALOGUE } from "./catalogue.js";
import { splitAssignment } from "./expression.js";

/** What is allocated: a variable by its name, everything else as it is written. */
export function subject({ allocation, expression }: EscapeRecord): string {
  if (allocation === "variadic-slice") return "variadic arguments";
  return allocation === "variable" ? `variable ${expression}` : expression;
}

/**
 * Why a value escapes, as a clause to put after its name: `passed to w.Write, a call decided at run time`. Holds text of
 * Go source as it is.
 */
export function why(record: EscapeRecord): string {
  const place = destination(record);
  switch (record.cause) {
    case "panic":
      return "the argument of panic";
    case "stack-limit":
      return stackLimit(lastStep(record)?.reason ?? "");
    case "goroutine":
      return "used by a go statement or a defer in a loop";
    case "closure-capture":
      return `captured by a closure that escapes${root(record)}`;
    case "interface-conversion":
      return `boxed into an interface${place === null ? "" : ` that is ${place}`}`;
    case "slice-growth":
      return `append may grow the slice${place === null ? "" : `, which is ${place}`}`;
    case "returned":
      return returned(record);
    case "unexplained":
      return "the compiler gives no explanation";
    default:
      return place === null ? CATALOGUE[record.cause].line : place + consequence(record);
  }
}

/** What follows from where the value goes. */
function consequence(record: EscapeRecord): string {
  switch (record.cause) {
    case "interface-call":
      return ", a call decided at run time";
    case "call-argument":
      return record.sink === "method-value" ? "" : ", which may keep it";
    case "contained":
      return `, which escapes${root(record)}`;
    case "loop":
      return record.guess === null ? ", declared outside the loop" : ", which lives longer";
    default:
      return "";
  }
}

/** Where the value goes, by its sink, as a participle; null when that is not known. */
function destination(record: EscapeRecord): string | null {
  const last = record.flow.at(-1);
  const step = lastStep(record);
  switch (record.sink) {
    case "result":
      return last === undefined || last.to.startsWith("~") || last.to.startsWith("{")
        ? "returned"
        : `returned as ${last.to}`;
    case "panic":
      return "passed to panic";
    case "call":
      return record.callee === null ? "passed to a function value" : `passed to ${record.callee}`;
    case "send":
      return `sent on ${sendTarget(step)}`;
    case "map-key":
      return "used as a map key";
    case "element":
      return elementTarget(step);
    case "assignment":
      return `assigned to ${assignmentTarget(step) ?? "something on the heap"}`;
    case "storage":
    case "variable":
      return last === undefined ? "stored in another value" : `${verb(record)} ${storageName(last)}`;
    case "unsafe":
      return "out of the compiler's sight as an unsafe pointer";
    case "method-value":
      return "kept as the receiver of a method value";
    case "goroutine":
      return "used by a goroutine";
    case "stack-limit":
    case "unknown":
      return null;
  }
}

/** By its result's name, or by the statement that returns it. */
function returned({ flow }: EscapeRecord): string {
  const last = flow.at(-1);
  const step = last?.steps.at(-1);
  if (last !== undefined && /^[\p{L}_]/u.test(last.to)) return `its caller gets it as ${last.to}`;
  return step?.reason === "return" ? `its caller gets it from "${step.expression}"` : "its caller gets it";
}

function verb({ cause }: EscapeRecord): string {
  return cause === "loop" ? "kept by" : "stored in";
}

/** The cause of the allocation that it lives in, where that is known. */
function root({ cause, rootCause }: EscapeRecord): string {
  return rootCause === cause ? "" : ` (${rootCause})`;
}

function stackLimit(reason: string): string {
  if (reason === "too aligned for stack") return "its alignment is too strict for the stack";
  if (reason === "non-constant size") return "its size is known only at run time";
  return reason === "zero-sized element" ? "its elements have no size" : "too large for the stack";
}

function lastStep({ flow }: EscapeRecord): Step | undefined {
  return flow.at(-1)?.steps.at(-1);
}

function storageName({ to }: Hop): string {
  const name = to.startsWith("{storage for ") ? to.slice("{storage for ".length, -1) : to;
  if (/^~[rb]\d+$/.test(name)) return "a result";
  return name === "... argument" ? "a call's variadic arguments" : name;
}

/** `jobs` of `jobs <- &job{}`. */
function sendTarget(step: Step | undefined): string {
  const arrow = step?.expression.indexOf(" <- ") ?? -1;
  return step === undefined || arrow < 0 ? "a channel" : step.expression.slice(0, arrow);
}

/** `m[k]` of `m[k] = v`. Appended and copied elements, and those of literals, have no name. */
function elementTarget(step: Step | undefined): string {
  const target = assignmentTarget(step);
  if (target !== null) return `stored in ${target}`;
  return step?.expression.startsWith("append(") === true ? "appended to a slice" : "stored as an element";
}

function assignmentTarget(step: Step | undefined): string | null {
  return step === undefined ? null : (splitAssignment(step.expression)?.left ?? null);
}
