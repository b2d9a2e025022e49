import { endingOf } from "../callees/flow-destination.js";
import { leakFacts } from "../callees/leak-facts.js";
import type { Place } from "../callees/program.js";
import { isCapture, reasonKind } from "../causes/compiler-reasons.js";
import { inlinedOwn } from "../causes/inlined-own.js";
import { isForeignFile } from "../causes/traits.js";
import type { EscapeRecord, Hop, LeakRecord, Step } from "../records/record.js";
import { lastHop } from "../records/serialize.js";
import type { StoryEndKind } from "../records/story.js";

/** The call that a flow ends in: the value is what the callee keeps. */
export interface CallEnd {
  readonly kind: "call";
  readonly step: Step;
  /** The value as the step before left it, and as the hop began. */
  readonly value: string;
  readonly from: string;
  /** Where an escape's record has it. */
  readonly callee: string | null;
  /** Functions of the same package that are inlined where the value is made: the call can stand in them. */
  readonly inlined: readonly string[];
  /** The call's place; where code of another module's function literal is inlined, the call of one's own that led there. */
  readonly at: Place;
  /** Whether the call is decided at run time, as far as the record's cause tells. */
  readonly isDynamic: boolean;
}

/** Where a record's own flow ends, before anything is followed. */
export type FlowEnd =
  | CallEnd
  /** Another allocation of the same function, or a variable that may be one. */
  | {
      readonly kind: "container";
      readonly location: string;
      readonly step: Step | undefined;
      readonly captured: boolean;
    }
  | { readonly kind: "end"; readonly end: StoryEndKind; readonly name: string | null; readonly step: Step | undefined };

/** Finds the end of a flow. Its step is the record's own: see {@link letGo}. */
export function flowEnd(record: EscapeRecord | LeakRecord): FlowEnd {
  const last = lastHop(record);
  if (last === undefined) return { kind: "end", end: "unknown", name: null, step: undefined };
  const step = last.steps.at(-1);
  const { to } = last;
  if (to.startsWith("{storage for ")) {
    return { kind: "container", location: to, step, captured: last.steps.some(isOwnCapture) };
  }
  if (!to.startsWith("{")) {
    if (isResult(record, last)) return { kind: "end", end: "result", name: to, step };
    return { kind: "container", location: to, step, captured: false };
  }
  if (step === undefined) return silentEnd(record);
  if (reasonKind(step.reason) === "call") return callEnd(record, last, step);
  if (step.reason === "spill" && last.steps.length === 1) return { kind: "end", end: "go", name: null, step };
  const { kind, name } = endingOf(last, step, record.package, null);
  return { kind: "end", end: kind, name, step };
}

/** An end to keep: steps that come from the parser hold on to the input. */
export function letGo<E extends FlowEnd>(end: E): E {
  if (end.step === undefined) return end;
  const { expression, reason, file, line, column } = end.step;
  return { ...end, step: { expression, reason, file, line, column } };
}

/** Arguments of go and defer statements are captured by a closure too, as variables that the compiler makes. */
function isOwnCapture({ reason, expression }: Step): boolean {
  return isCapture(reason) && !expression.startsWith(".autotmp_");
}

/** `{temp} ← c (call parameter)`, `{heap} ← **{temp}`: the step stands in the hop before. */
function silentEnd(record: EscapeRecord | LeakRecord): FlowEnd {
  const hop = record.flow.findLast(({ steps }) => steps.length > 0);
  const step = hop?.steps.at(-1);
  if (hop !== undefined && step?.reason === "call parameter") return callEnd(record, hop, step);
  return { kind: "end", end: "unknown", name: null, step };
}

function ownPlace(record: EscapeRecord | LeakRecord, step: Step): Place {
  const steps = isForeignFile(step.file) && !isForeignFile(record.file) ? record.flow.flatMap((hop) => hop.steps) : [];
  const { file, line, column } = steps.findLast((each) => each.file !== null && !isForeignFile(each.file)) ?? step;
  return { file, line, column };
}

function callEnd(record: EscapeRecord | LeakRecord, hop: Hop, step: Step): CallEnd {
  const callee = record.kind === "escape" ? record.callee : null;
  const value = hop.steps.at(-2)?.expression ?? hop.from;
  return {
    kind: "call",
    step,
    value,
    from: hop.from,
    callee,
    inlined: record.kind === "escape" ? inlinedOwn(record) : [],
    at: ownPlace(record, step),
    isDynamic: record.kind === "escape" && record.cause === "interface-call",
  };
}

function isResult(record: EscapeRecord | LeakRecord, { to, steps }: Hop): boolean {
  if (steps.at(-1)?.reason === "return" || /^~[rb]\d/.test(to)) return true;
  return record.kind === "escape" ? record.sink === "result" : leakFacts(record).target === "result";
}
