import type { EscapeRecord, Hop, SiteRecord, Step } from "../records/record.js";
import { CALL_TEXTS } from "./call-texts.js";
import { CATALOGUE } from "./catalogue.js";
import { calleeOf, splitAssignment } from "./expression.js";
import { inSourceWords } from "./shapes.js";

/** What is allocated: a variable by its name, everything else as it is written; of a call without a decision, the type. */
export function subject(record: SiteRecord): string {
  return wordsOf(record)(subjectText(record));
}

/** Puts a text of the record in words of the source, as far as the types are known that shapes stand for. */
export function wordsOf({ instances }: SiteRecord): (text: string) => string {
  const [only, ...others] = instances ?? [];
  const [types, ...more] = only?.types ?? [];
  const isOne = others.length === 0 && more.length === 0 && types !== undefined && only?.shape != null;
  if (isOne) return (text) => inSourceWords(text, { shape: only.shape ?? "", types });
  return others.length === 0 ? (text) => inSourceWords(text) : (text) => inSourceWords(text, null);
}

function subjectText(record: SiteRecord): string {
  if (record.kind === "allocation") return record.type ?? CALL_TEXTS[record.cause].noun;
  const { allocation, expression } = record;
  if (allocation === "variadic-slice") return "variadic arguments";
  return allocation === "variable" ? `variable ${expression}` : expression;
}

/** Marks Go code in a clause. */
export type Quote = (code: string) => string;

const PLAIN: Quote = (code) => code;

/**
 * Why a value escapes, as a clause to put after its name: `passed to w.Write, a call decided at run time`. Without
 * `quote` it holds text of Go source as it is.
 */
export function why(record: SiteRecord, quote: Quote = PLAIN): string {
  return wordsOf(record)(whyText(record, quote));
}

function whyText(record: SiteRecord, quote: Quote): string {
  if (record.kind === "allocation") return CALL_TEXTS[record.cause].why;
  const place = destination(record, quote);
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
      return returned(record, quote);
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
      return isCalledItself(record) ? ", a call decided at run time" : ", which makes a call decided at run time";
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

/** Whether the flow's last call is of the function that the code calls, and not of one that this calls in turn. */
function isCalledItself(record: EscapeRecord): boolean {
  const printed = calleeOf(lastStep(record)?.expression ?? "");
  return record.callee === null || printed === null || printed === record.callee;
}

/** Where the value goes, by its sink, as a participle; null when that is not known. */
function destination(record: EscapeRecord, quote: Quote): string | null {
  const last = record.flow.at(-1);
  const step = lastStep(record);
  switch (record.sink) {
    case "result":
      return last === undefined || last.to.startsWith("~") || last.to.startsWith("{")
        ? "returned"
        : `returned as ${quote(last.to)}`;
    case "panic":
      return "passed to panic";
    case "call":
      return record.callee === null ? "passed to a function value" : `passed to ${quote(record.callee)}`;
    case "send":
      return `sent on ${sendTarget(step, quote)}`;
    case "map-key":
      return "used as a map key";
    case "element":
      return elementTarget(step, quote);
    case "assignment":
      return `assigned to ${quoted(assignmentTarget(step), quote) ?? "something on the heap"}`;
    case "storage":
    case "variable":
      return last === undefined ? "stored in another value" : `${verb(record)} ${storageName(last, quote)}`;
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
function returned({ flow }: EscapeRecord, quote: Quote): string {
  const last = flow.at(-1);
  const step = last?.steps.at(-1);
  if (last !== undefined && /^[\p{L}_]/u.test(last.to)) return `its caller gets it as ${quote(last.to)}`;
  return step?.reason === "return"
    ? `its caller gets it from ${quote === PLAIN ? `"${step.expression}"` : quote(step.expression)}`
    : "its caller gets it";
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

function storageName({ to }: Hop, quote: Quote): string {
  const name = to.startsWith("{storage for ") ? to.slice("{storage for ".length, -1) : to;
  if (/^~[rb]\d+$/.test(name)) return "a result";
  return name === "... argument" ? "a call's variadic arguments" : quote(name);
}

/** `jobs` of `jobs <- &job{}`. */
function sendTarget(step: Step | undefined, quote: Quote): string {
  const arrow = step?.expression.indexOf(" <- ") ?? -1;
  return step === undefined || arrow < 0 ? "a channel" : quote(step.expression.slice(0, arrow));
}

/** `m[k]` of `m[k] = v`. Appended and copied elements, and those of literals, have no name. */
function elementTarget(step: Step | undefined, quote: Quote): string {
  const target = quoted(assignmentTarget(step), quote);
  if (target !== null) return `stored in ${target}`;
  return step?.expression.startsWith("append(") === true ? "appended to a slice" : "stored as an element";
}

function assignmentTarget(step: Step | undefined): string | null {
  return step === undefined ? null : (splitAssignment(step.expression)?.left ?? null);
}

function quoted(code: string | null, quote: Quote): string | null {
  return code === null ? null : quote(code);
}
