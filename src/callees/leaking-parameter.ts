import type { LeakTarget } from "./leak-facts.js";
import type { Call } from "./printed-call.js";
import type { Parameter, ProgramFunction } from "./program.js";

/**
 * The leaking parameter that an argument is for; null when no parameter leaks there. `names` are the parameters of the
 * declaration, where the source is at hand. The records hold no parameter lists, so without it the order of those that
 * leak has to do: the receiver stands before the name, others have what their positions leave possible, then the name
 * decides.
 */
export function parameterOf(
  { parameters, place, name }: ProgramFunction,
  call: Call,
  index: number,
  target: LeakTarget,
  names: readonly string[] | null,
): Parameter | null {
  const fitting = parameters.filter((each) => each.target === target);
  const named = names?.[Math.min(index, names.length - 1)];
  const exact = named === undefined || index < 0 ? undefined : fitting.find((each) => each.name === named);
  if (exact !== undefined) return exact;
  if (fitting.length <= 1) return fitting[0] ?? null;
  const distinct = [...new Map(fitting.map((each) => [`${each.line}:${each.column}`, each])).values()];
  if (index < 0 || distinct.length === 1) return distinct[0] ?? null;
  const isMethod = name.includes(".") && place !== null;
  const receiver = isMethod ? distinct.find((each) => isReceiver(each, place)) : undefined;
  const hasReceiver = isMethod && call.arguments.length > 0;
  if (index === 0 && receiver !== undefined) return receiver;
  const rest = receiver === undefined ? distinct : distinct.filter((each) => each !== receiver);
  const first = hasReceiver && place !== null && place.column !== null ? 1 : 0;
  return pick(rest, call.arguments.slice(first), index - first);
}

/** `r` of `func (r *T) m`: right behind the parenthesis where the declaration of a method is said to be. */
function isReceiver(parameter: Parameter, { line, column }: { line: number | null; column: number | null }): boolean {
  return parameter.line === line && column !== null && parameter.column === column + 1;
}

/** Of parameters in order, some left out, the one for the argument. */
function pick(parameters: readonly Parameter[], list: readonly string[], index: number): Parameter | null {
  const slack = list.length - parameters.length;
  // A parameter list has at least as many entries as arguments before it; a variadic one can take none or many.
  const possible = parameters.filter((_, i) => slack < 0 || (i <= index && index <= i + slack));
  const candidates = possible.length > 0 ? possible : parameters;
  const own = lastName(list[index] ?? "");
  const byName = candidates.find((each) => each.name === own);
  if (byName !== undefined) return byName;
  if (candidates.length === 1) return candidates[0] ?? null;
  // Constants need no place on the heap, so the parameters that leak are likely those for the other arguments.
  const before = list.slice(0, index).filter((text) => !isConstant(text)).length;
  const atPlace = parameters[Math.min(before, parameters.length - 1)];
  return (atPlace !== undefined && candidates.includes(atPlace) ? atPlace : candidates[0]) ?? null;
}

function lastName(text: string): string {
  return /([\p{L}_][\p{L}\p{N}_]*)$/u.exec(text)?.[1] ?? "";
}

function isConstant(text: string): boolean {
  return /^(?:[\p{L}_][\p{L}\p{N}_.]*\()?(?:-?[\d.]|["'`]|true\b|false\b|nil\b)/u.test(text);
}
