import { withoutTypeArguments } from "../causes/expression.js";
import type { Difference } from "../records/diff.js";
import type { EscapeRecord } from "../records/record.js";
import type { Item } from "./compared-escape.js";
import { plainText } from "./release-wording.js";
import type { Renames } from "./renames.js";
import { isInitialization } from "./stable-names.js";

/** What {@link differences} has to know of the two sides. */
export interface Comparison {
  readonly renames: Renames;
  /** Whether both sides are known to come from one Go release: else its wording may differ. */
  readonly sameRelease: boolean;
}

/** The parts of a record that say where it is. */
const PLACE: ReadonlySet<Difference> = new Set<Difference>(["package", "function", "file"]);

/** Whether nothing but the place differs. */
export function isMove(what: readonly Difference[]): boolean {
  return what.every((each) => PLACE.has(each));
}

/** What differs between an item and its mate; empty when they are the same thing in the same place. */
export function differences(before: Item, after: Item, comparison: Comparison): Difference[] {
  const found: Difference[] = [];
  if (before.package !== after.package) found.push("package");
  if (!sameFunction(before, after, comparison)) found.push("function");
  if (before.file !== after.file) found.push("file");
  const sameThing = before.looseExpression === after.looseExpression;
  if (!sameThing) found.push("expression");
  const [old, now] = [before.record, after.record];
  if (old.allocation !== now.allocation) found.push("allocation");
  // The root is looked for in the function, which only Go 1.25 and later name.
  if (old.cause !== now.cause || (comparison.sameRelease && old.rootCause !== now.rootCause)) found.push("cause");
  if (!before.sameText && before.skeleton !== after.skeleton) {
    const otherCallee = calleeOf(old, comparison.renames) !== calleeOf(now, null);
    if (otherCallee) found.push("callee");
    // Releases split the same way into other steps, so between two of them only what it leads to counts.
    if (comparison.sameRelease ? wayOf(old) !== wayOf(now) : old.sink !== now.sink) found.push("flow");
  }
  // What is known about the same text can differ for other reasons than the text; what a closure captures is not in it.
  const shown = comparison.sameRelease && isShown(old) && isShown(now);
  if (old.allocates !== now.allocates && (shown || !sameThing || old.allocation === "closure")) found.push("allocates");
  return found;
}

/** Whether machine code shows the verdict: a guard around a call changes it, and leaves the text as it is. */
function isShown({ reason, call, allocates }: EscapeRecord): boolean {
  return (reason !== null || call !== null) && allocates !== "unknown";
}

function sameFunction(before: Item, after: Item, { sameRelease }: Comparison): boolean {
  const [old, now] = [before.outer, after.outer];
  if (old === now) return true;
  return !sameRelease && (isInitialization(old) || isInitialization(now));
}

/** The function of the last call, in words that both sides share. */
function calleeOf({ callee, package: importPath }: EscapeRecord, renames: Renames | null): string | null {
  if (callee === null) return null;
  const name = plainText(withoutTypeArguments(callee));
  return renames === null ? name : renames.words.rewrite(name, importPath ?? "");
}

/** The kinds of steps on the way. */
function wayOf({ flow }: EscapeRecord): string {
  return flow.flatMap(({ steps }) => steps.map(({ reason }) => reason)).join(", ");
}
