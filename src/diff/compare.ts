import { withoutTypeArguments } from "../causes/expression.js";
import type { Difference } from "../records/diff.js";
import type { SiteRecord } from "../records/record.js";
import type { Item } from "./compared-escape.js";
import { instanceChanges } from "./instance-changes.js";
import { plainText } from "./release-wording.js";
import type { Renames } from "./renames.js";
import { codeOf, isAcross } from "./replaced-kinds.js";
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
  const [old, now] = [before.record, after.record];
  const { come, gone } = instanceChanges(old, now);
  if (come || gone) found.push("instances");
  // Machine code shows the same, of which the text speaks on one side only.
  if (isAcross(before, after) && codeOf(before) === codeOf(after)) return [...found, ...codeDifferences(old, now)];
  const sameThing = before.looseExpression === after.looseExpression;
  if (!sameThing) found.push("expression");
  if (before.kind !== after.kind) found.push("allocation");
  // The root is looked for in the function, which only Go 1.25 and later name.
  if (old.cause !== now.cause || (comparison.sameRelease && rootOf(old) !== rootOf(now))) found.push("cause");
  if (!before.sameText && before.skeleton !== after.skeleton) {
    const otherCallee = calleeOf(before, comparison.renames) !== calleeOf(after, null);
    if (otherCallee) found.push("callee");
    // Releases split the same way into other steps, so between two of them only what it leads to counts.
    if (comparison.sameRelease ? wayOf(before) !== wayOf(after) : sinkOf(old) !== sinkOf(now)) found.push("flow");
  }
  // What is known about the same text can differ for other reasons than the text; what a closure captures is not in it.
  const shown = comparison.sameRelease && isShown(old) && isShown(now);
  if (old.allocates !== now.allocates && (shown || !sameThing || before.kind === "closure")) found.push("allocates");
  return shown ? [...found, ...codeDifferences(old, now)] : found;
}

function codeDifferences(old: SiteRecord, now: SiteRecord): Difference[] {
  const found: Difference[] = [];
  if (differ(old.loop, now.loop)) found.push("loop");
  if (differ(old.bytes, now.bytes)) found.push("bytes");
  return found;
}

/** Whether machine code shows the verdict: a guard around a call changes it, and leaves the text as it is. */
function isShown({ reason, call, allocates }: SiteRecord): boolean {
  return (reason !== null || call !== null) && allocates !== "unknown";
}

/** Whether both are known, and not the same. */
function differ<T>(before: T | null, after: T | null): boolean {
  return before !== null && after !== null && before !== after;
}

function rootOf(record: SiteRecord): string {
  return record.kind === "escape" ? record.rootCause : record.cause;
}

function sinkOf(record: SiteRecord): string {
  return record.kind === "escape" ? record.sink : "unknown";
}

function sameFunction(before: Item, after: Item, { sameRelease }: Comparison): boolean {
  const [old, now] = [before.outer, after.outer];
  if (old === now) return true;
  return !sameRelease && (isInitialization(old) || isInitialization(now));
}

/** The function of the last call, in words that both sides share. */
function calleeOf({ callee, record }: Item, renames: Renames | null): string | null {
  if (callee === null) return null;
  const name = plainText(withoutTypeArguments(callee));
  return renames === null ? name : renames.words.rewrite(name, record.package ?? "");
}

/** The kinds of steps on the way. */
function wayOf({ hops }: Item): string {
  return hops.flatMap(({ steps }) => steps.map(({ reason }) => reason)).join(", ");
}
