import type { Item } from "./compared-escape.js";
import type { FunctionFacts, Functions } from "./functions.js";
import { type Key, Matcher } from "./matching-keys.js";
import { keyOf, kindOf, thing } from "./matching-passes.js";
import { functionKey, type Renames } from "./renames.js";
import { similarFunctions } from "./similar-functions.js";
import type { StandingCalls } from "./standing-calls.js";

interface Both {
  readonly before: Functions;
  readonly after: Functions;
}

/**
 * Finds by the source what the records do not show: functions that have another name and a small edit, and code that was
 * put into a function of its own or taken out of one, so that it disappears in one function and appears in one that it
 * calls, or that called it. The pairs are each other's mates when this returns.
 */
export function matchBySource(
  before: readonly Item[],
  after: readonly Item[],
  functions: Both,
  renames: Renames,
  calls: StandingCalls,
): (readonly [Item, Item])[] {
  const matcher = new Matcher(before, after, functions);
  const [gone, come] = [matcher.unmatchedBefore, matcher.unmatchedAfter];
  if (gone.length === 0 || come.length === 0) return [];
  const isNew = ({ home }: Item) => functions.before.get(home.package, home.outer) === undefined;
  const isGone = (it: Item) =>
    !renames.functions.has(functionKey(it.package, it.outer)) &&
    functions.after.get(it.home.package, it.home.outer) === undefined;
  const inSimilar = (samePackage: boolean) =>
    inSimilarFunctions(matcher, functions, calls, { isNew, isGone, samePackage });
  inSimilar(true);
  // Between a function that went and another that came, nothing but their likeness could tell.
  const oneSided = (old: Item, now: Item) => isNew(now) !== isGone(old);
  const related = memoized((old, now) => {
    const [from, to] = [functionOf(functions.before, old), functionOf(functions.after, now)];
    if (from === undefined || to === undefined) return false;
    const still = functions.after.get(old.home.package, old.home.outer);
    const was = calls.older(to);
    const intoCallee = still !== undefined && still !== to && calls.isCalled("after", still, to.name) === true;
    return intoCallee || (was !== undefined && was !== from && calls.isCalled("before", was, from.name) === true);
  });
  // The same text in the package, where one of the functions is only on its side; then what calls tell.
  matcher.passWhere((it) => keyOf(it.home.package, thing(it), it.skeleton), oneSided);
  matcher.passWhere(thing, related);
  matcher.passWhere(code, (old, now) => oneSided(old, now) && related(old, now));
  inSimilar(false);
  return gone.flatMap((old): (readonly [Item, Item])[] => (old.mate === null ? [] : [[old, old.mate]]));
}

/** What is left of a function that is gone, and of one that is new and like it. */
function inSimilarFunctions(
  matcher: Matcher,
  functions: Both,
  calls: StandingCalls,
  {
    isNew,
    isGone,
    samePackage,
  }: {
    readonly isNew: (item: Item) => boolean;
    readonly isGone: (item: Item) => boolean;
    readonly samePackage: boolean;
  },
): void {
  const gone = distinct(matcher.unmatchedBefore.filter(isGone).map((it) => functionOf(functions.before, it)));
  const added = distinct(matcher.unmatchedAfter.filter(isNew).map((it) => functionOf(functions.after, it)));
  const { same, like } = similarFunctions(gone, added, (facts, side) => calls.textOf(side, facts), samePackage);
  const between = (isPair: (from: FunctionFacts, to: FunctionFacts) => boolean) =>
    memoized((old, now) => {
      const [from, to] = [functionOf(functions.before, old), functionOf(functions.after, now)];
      return from !== undefined && to !== undefined && isPair(from, to);
    });
  const isSame = between((from, to) => same.get(from) === to);
  const isLike = between((from, to) => like.get(from)?.has(to) === true);
  if (same.size > 0) for (const key of [thing, skeleton, code, cause]) matcher.passWhere(key, isSame);
  if (like.size > 0) for (const key of [thing, skeleton, code]) matcher.passWhere(key, isLike);
}

const skeleton: Key = (it) => keyOf(it.kind, it.skeleton);
const cause: Key = (it) => keyOf(it.kind, it.record.cause);

/** What machine code shows of it. */
const code: Key = ({ kind, record: { call, type } }) => (call === null ? null : keyOf(kindOf(kind), call, type ?? ""));

function functionOf(functions: Functions, item: Item): FunctionFacts | undefined {
  return functions.get(item.package, item.outer);
}

function distinct(functions: readonly (FunctionFacts | undefined)[]): FunctionFacts[] {
  return [...new Set(functions)].filter((each) => each !== undefined);
}

function memoized(ask: (old: Item, now: Item) => boolean): (old: Item, now: Item) => boolean {
  const known = new Map<string, boolean>();
  return (old, now) => {
    const key = keyOf(old.package, old.outer, now.package, now.outer);
    let answer = known.get(key);
    if (answer === undefined) {
      answer = ask(old, now);
      known.set(key, answer);
    }
    return answer;
  };
}
