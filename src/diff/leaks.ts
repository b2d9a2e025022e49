import { withoutTypeArguments } from "../causes/expression.js";
import type { LeakRecord } from "../records/record.js";
import { compareRecords } from "../report/order.js";
import type { FunctionFacts, Functions } from "./functions.js";
import { functionKey, type Renames } from "./renames.js";
import { outermost, plainText, stableName } from "./wording.js";

/** Leaks that only one side has. */
export interface LeakChanges {
  readonly added: readonly LeakRecord[];
  readonly removed: readonly LeakRecord[];
}

/**
 * Parameters that began to leak, or stopped, of functions that both sides have. What a new function leaks is no change
 * for anybody: nobody called it before.
 */
export function diffLeaks(before: Functions, after: Functions, renames: Renames): LeakChanges {
  const added: LeakRecord[] = [];
  const removed: LeakRecord[] = [];
  for (const old of before.all()) {
    const now = counterpart(old, after, renames);
    if (now === undefined) continue;
    const [gone, come] = withoutRenamed(missingIn(old.leaks, now.leaks), missingIn(now.leaks, old.leaks));
    removed.push(...gone);
    added.push(...come);
  }
  return { added: added.sort(compareRecords), removed: removed.sort(compareRecords) };
}

/** The function of the newer side that an older one is now. */
export function counterpart(old: FunctionFacts, after: Functions, renames: Renames): FunctionFacts | undefined {
  return (
    renames.functions.get(functionKey(old.package, old.name)) ??
    after.get(renames.packages.get(old.package) ?? old.package, old.name)
  );
}

/** Leaks of the first list that the second has not, each once: instances of a generic function say the same. */
function missingIn(leaks: readonly LeakRecord[], others: readonly LeakRecord[]): LeakRecord[] {
  const seen = new Set(others.map(identity));
  return leaks.filter((leak) => {
    const key = identity(leak);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function identity(leak: LeakRecord): string {
  return `${leak.parameter} ${extent(leak)}`;
}

/** What of a parameter leaks, and how far; not which one. */
function extent({ function: name, content, to, result, level }: LeakRecord): string {
  const closure = withoutTypeArguments(stableName(name)).slice(
    outermost(withoutTypeArguments(stableName(name))).length,
  );
  return to === "heap" ? `${closure} heap ${content}` : `${closure} ${plainText(result ?? "")} ${level}`;
}

/** Without those that only have another name now: as many of one function and extent on both sides, in their order. */
function withoutRenamed(removed: LeakRecord[], added: LeakRecord[]): [LeakRecord[], LeakRecord[]] {
  const gone = [...removed];
  const come = added.filter((leak) => {
    // A parameter that is on both sides leaks more or less than before: it has no other name.
    if (removed.some(({ parameter }) => parameter === leak.parameter)) return true;
    const at = gone.findIndex(
      (old) => extent(old) === extent(leak) && !added.some((now) => now.parameter === old.parameter),
    );
    if (at < 0) return true;
    gone.splice(at, 1);
    return false;
  });
  return [gone, come];
}
