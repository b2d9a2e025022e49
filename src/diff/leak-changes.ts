import type { LeakRecord } from "../records/record.js";
import { compareRecords } from "../report/record-order.js";
import type { FunctionFacts, Functions } from "./functions.js";
import { plainText } from "./release-wording.js";
import { functionKey, type Renames } from "./renames.js";
import type { NameReader } from "./stable-names.js";

/** Leaks that only one side has. */
export interface LeakChanges {
  readonly added: readonly LeakRecord[];
  readonly removed: readonly LeakRecord[];
}

/**
 * Parameters that began to leak, or stopped, of functions that both sides have. What a new function leaks is no change
 * for anybody: nobody called it before.
 */
export function diffLeaks(before: Functions, after: Functions, renames: Renames, names: NameReader): LeakChanges {
  const added: LeakRecord[] = [];
  const removed: LeakRecord[] = [];
  const texts = new LeakTexts(names);
  for (const old of before.all()) {
    const now = counterpart(old, after, renames);
    if (now === undefined || sameLeaks(old.leaks, now.leaks)) continue;
    const [gone, come] = withoutRenamed(
      missingIn(old.leaks, now.leaks, texts),
      missingIn(now.leaks, old.leaks, texts),
      texts,
    );
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

/** The common case, without making texts to compare. */
function sameLeaks(old: readonly LeakRecord[], now: readonly LeakRecord[]): boolean {
  return (
    old.length === now.length &&
    old.every((leak, i) => {
      const other = now[i];
      return (
        leak.parameter === other?.parameter &&
        leak.function === other.function &&
        leak.content === other.content &&
        leak.result === other.result &&
        leak.level === other.level
      );
    })
  );
}

/** What leaks of which parameter, as texts. */
class LeakTexts {
  constructor(private readonly names: NameReader) {}

  identity(leak: LeakRecord): string {
    return `${leak.parameter} ${this.extent(leak)}`;
  }

  /** What of a parameter leaks, and how far; not which one. */
  extent({ function: name, content, to, result, level }: LeakRecord): string {
    const { plain, outer } = this.names.read(name);
    const closure = plain.slice(outer.length);
    return to === "heap" ? `${closure} heap ${content}` : `${closure} ${plainText(result ?? "")} ${level}`;
  }
}

/** Leaks of the first list that the second has not, each once: instances of a generic function say the same. */
function missingIn(leaks: readonly LeakRecord[], others: readonly LeakRecord[], texts: LeakTexts): LeakRecord[] {
  const seen = new Set(others.map((leak) => texts.identity(leak)));
  return leaks.filter((leak) => {
    if (isCopied(leak) || isMade(leak)) return false;
    const key = texts.identity(leak);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/**
 * `parameter n leaks to {storage for func literal} for F with derefs=0:` and no decision: the literal gets a copy of what
 * is no pointer.
 */
function isCopied({ message, flow }: LeakRecord): boolean {
  return message.endsWith(":") && flow.at(-1)?.to.startsWith("{storage ") === true;
}

/** A parameter that the compiler made, as of a wrapper method: `.this`, `~p0`. */
function isMade({ parameter }: LeakRecord): boolean {
  return /^[.~]/.test(parameter);
}

/** Without those that only have another name now: as many of one function and extent on both sides, in their order. */
function withoutRenamed(
  removed: readonly LeakRecord[],
  added: readonly LeakRecord[],
  texts: LeakTexts,
): [LeakRecord[], LeakRecord[]] {
  const gone = [...removed];
  const come = added.filter((leak) => {
    // A parameter that is on both sides leaks more or less than before: it has no other name.
    if (removed.some(({ parameter }) => parameter === leak.parameter)) return true;
    const at = gone.findIndex(
      (old) => texts.extent(old) === texts.extent(leak) && !added.some(({ parameter }) => parameter === old.parameter),
    );
    if (at < 0) return true;
    gone.splice(at, 1);
    return false;
  });
  return [gone, come];
}
