import { leakFacts } from "../callees/leak-facts.js";
import { parameterOf } from "../callees/leaking-parameter.js";
import { argumentOf, readCall } from "../callees/printed-call.js";
import type { Hop, LeakRecord } from "../records/record.js";
import type { FunctionFacts } from "./functions.js";

/** A call on a flow, with the value that goes into it. */
export interface PassedValue {
  /** What is called, as printed. */
  readonly callee: string;
  /** The call as printed. */
  readonly call: string;
  /** The value as the step before left it. */
  readonly value: string;
  /** As its hop began. */
  readonly from: string;
  readonly toHeap: boolean;
}

/** The calls on a flow, last one first: the last is the one that lets the value escape. */
export function passedValues(flow: readonly Hop[]): PassedValue[] {
  const found: PassedValue[] = [];
  for (const { to, from, steps } of flow) {
    steps.forEach(({ expression, reason }, i) => {
      const call = reason === "call parameter" ? readCall(expression) : null;
      if (call === null) return;
      const value = steps[i - 1]?.expression ?? from;
      found.unshift({ callee: call.callee, call: expression, value, from, toHeap: to === "{heap}" });
    });
  }
  return found;
}

/** Of a function's leaks, those of the parameter by which the value goes in. `names`: those of its parameters, where known. */
export function leaksOf(
  leaks: readonly LeakRecord[],
  passed: PassedValue,
  callee: FunctionFacts,
  names: readonly string[] | null,
): LeakRecord[] {
  const call = readCall(passed.call);
  if (call === null) return [];
  const index = argumentOf(call, passed.value, passed.from);
  const parameters = callee.leaks.map((leak) => {
    const { parameter, target, result } = leakFacts(leak);
    const { file, line, column, level, content } = leak;
    return { name: parameter, target, result, file, line, column, level, content };
  });
  parameters.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  const { inlining } = callee;
  const fun = {
    importPath: callee.package,
    name: callee.name,
    place: inlining,
    bodyless: false,
    notInlined: null,
    parameters,
  };
  const target = passed.toHeap ? "heap" : "result";
  const parameter =
    (index >= 0 ? names?.[Math.min(index, names.length - 1)] : undefined) ??
    parameterOf(fun, call, index, target, names)?.name;
  return leaks.filter((leak) => leakFacts(leak).parameter === parameter);
}
