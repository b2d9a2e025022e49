import type { UnclassifiedEscape } from "../records/record.js";
import type { Allocates, Allocation } from "../records/vocabulary.js";
import type { LocalFacts } from "./callee.js";
import { enclosingFunctions } from "./enclosing-functions.js";
import { constantOf, isBasicType, splitAssignment } from "./expression.js";
import { namesOf } from "./known-names.js";
import type { Facts } from "./sink.js";

/**
 * `no` where the value is laid out as read-only or static data: constants in interfaces, closures that capture nothing,
 * and literals of package-level variables.
 */
export function allocatesAtRunTime(
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

function capturesNothing(name: string | null, local: LocalFacts): boolean {
  // F.func1.2 can capture what F.func1 or F declares.
  return name !== null && !enclosingFunctions(name).some((outer) => local.capturing.has(outer));
}

/** `var x = &T{…}`: one hop from the literal to a plain name, in the package's own init (named so by Go 1.25 and later). */
function isStaticData(escape: UnclassifiedEscape, allocation: Allocation): boolean {
  if (escape.function !== "init" || !LITERALS.has(allocation) || escape.flow.length !== 1) return false;
  const [hop] = escape.flow;
  const step = hop?.steps.at(-1);
  if (hop?.to !== "{heap}" || step === undefined || hop.steps.length !== 2 || step.reason !== "assign") return false;
  return splitAssignment(step.expression)?.right === escape.expression;
}
