import type { Item } from "./compared-escape.js";
import type { Functions } from "./functions.js";
import { type Key, Matcher } from "./matching-keys.js";
import { keyOf, kindOf, thing } from "./matching-passes.js";
import { functionKey, type Renames } from "./renames.js";
import type { StandingCalls } from "./standing-calls.js";

/**
 * Code that was put into a function of its own or taken out of one: what disappears in one function and appears in one that
 * it calls, or that called it. The pairs are each other's mates when this returns.
 */
export function matchAcrossCalls(
  before: readonly Item[],
  after: readonly Item[],
  functions: { readonly before: Functions; readonly after: Functions },
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
  // Between a function that went and another that came, nothing but the text of a call could tell.
  const oneSided = (old: Item, now: Item) => isNew(now) !== isGone(old);
  const related = memoized((old, now) => {
    const [from, to] = [functions.before.get(old.package, old.outer), functions.after.get(now.package, now.outer)];
    if (from === undefined || to === undefined) return false;
    const still = functions.after.get(old.home.package, old.home.outer);
    const was = calls.older(to);
    const intoCallee = still !== undefined && still !== to && calls.isCalled("after", still, to.name) === true;
    return intoCallee || (was !== undefined && was !== from && calls.isCalled("before", was, from.name) === true);
  });
  // The same text in the package, where one of the functions is only on its side; then what calls tell.
  matcher.passWhere((it) => keyOf(it.home.package, thing(it), it.skeleton), oneSided);
  matcher.passWhere(thing, related);
  const code: Key = ({ kind, record: { call, type } }) =>
    call === null ? null : keyOf(kindOf(kind), call, type ?? "");
  matcher.passWhere(code, (old, now) => oneSided(old, now) && related(old, now));
  return gone.flatMap((old): (readonly [Item, Item])[] => (old.mate === null ? [] : [[old, old.mate]]));
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
