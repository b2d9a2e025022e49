import { reasonKind } from "../causes/compiler-reasons.js";
import { splitAssignment, splitList } from "../causes/expression.js";
import type { Hop, Step } from "../records/record.js";
import type { StoryEndKind } from "../records/story.js";
import type { Imports } from "./imports.js";
import { valueName } from "./printed-call.js";

/** What a flow ends in, and its name where it has one. */
export interface Ending {
  readonly kind: StoryEndKind;
  readonly name: string | null;
}

/** What a flow ends in that reaches the heap by a step other than a call. */
export function endingOf(hop: Hop, step: Step, importPath: string | null, imports: Imports | null): Ending {
  const { reason, expression } = step;
  switch (reasonKind(reason)) {
    case "stack-limit":
      return { kind: "limit", name: reason };
    case "unsafe":
      return { kind: "unsafe", name: null };
    case "result":
      return { kind: "result", name: hop.to.startsWith("{") ? null : hop.to };
    case "send":
      return { kind: "send", name: expression.split(" <- ")[0] ?? null };
    case "appended":
      return { kind: "append", name: null };
    case "map-key":
      return { kind: "element", name: expression };
    case "literal-key":
    case "element":
    case "copied":
      return { kind: "element", name: null };
  }
  const target = assignedTo(expression, hop.from, hop.steps.at(-2)?.expression);
  return target === null ? { kind: "unknown", name: null } : storeEnding(target, hop.from, importPath, imports);
}

/** What kind of thing the left side of an assignment is. */
function storeEnding(target: string, from: string, importPath: string | null, imports: Imports | null): Ending {
  if (target.startsWith("*")) return { kind: "pointer", name: target };
  if (target.endsWith("]")) return { kind: "element", name: target };
  const parts = target.split(".");
  if (parts.length === 1) return { kind: "global", name: target };
  const [first = "", second = ""] = parts;
  // `pkg.Name = x` sets a variable of another package, which is rare: without imports it is taken for a field. A body
  // inlined here sets `pkg.name = pkg.x`.
  const foreign =
    from.startsWith(`${first}.`) || (/^\p{Lu}/u.test(second) && imports?.imports(first, importPath) === true);
  const global = parts.length === 2 && foreign && (imports?.isPackage(first, importPath) ?? true);
  return { kind: global ? "global" : "field", name: target };
}

/** The left side of a printed assignment that the value is on the right of; null when the text is none. */
export function assignedTo(expression: string, ...values: readonly (string | undefined)[]): string | null {
  const sides = splitAssignment(expression);
  if (sides === null) return null;
  const left = splitList(sides.left);
  if (left.length === 1) return sides.left;
  const right = splitList(sides.right);
  const names = values.filter((value) => value !== undefined).map(valueName);
  const exact = right.findIndex((side) => names.includes(side));
  const at = exact >= 0 ? exact : right.findIndex((side) => names.some((name) => side.includes(name)));
  return left[Math.max(at, 0)] ?? null;
}
