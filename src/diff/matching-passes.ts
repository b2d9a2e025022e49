import type { Home, Item } from "./compared-escape.js";
import type { Functions } from "./functions.js";
import { type Key, Matcher } from "./matching-keys.js";
import { plainText } from "./release-wording.js";
import { findRenames, functionKey, type Renames } from "./renames.js";
import { codeOf, isAcross, isNoWorse, purposeOf } from "./replaced-kinds.js";
import { isInitialization } from "./stable-names.js";

/** Of passes whose keys hold the expression and the flow as they are. */
const SAME_TEXT = { sameText: true };

/**
 * Finds, for each item of one side, the item of the other side that is the same allocation, and marks the two as each
 * other's mates. The lists are in the order of a report. The passes go from exact to loose; no key holds a line number.
 */
export function matchItems(
  before: readonly Item[],
  after: readonly Item[],
  functions: { readonly before: Functions; readonly after: Functions },
): Renames {
  for (const [old, now] of byPackage(before, after)) exactPasses(new Matcher(old, now, functions));
  const matcher = new Matcher(before, after, functions);
  const renames = findRenames(functions.before, functions.after);
  for (const item of matcher.unmatchedBefore) {
    item.prepare(homeOf(item, renames), (text) => renames.words.rewrite(text, item.package));
  }
  for (const item of matcher.unmatchedAfter) item.prepare();
  matcher.pass((it) => keyOf(home(it), it.file, thing(it), it.flow), SAME_TEXT);
  matcher.pass((it) => keyOf(outerHome(it), thing(it), it.flow), SAME_TEXT);
  // Other names of variables on the way.
  matcher.pass((it) => keyOf(home(it), it.file, thing(it), it.skeleton));
  matcher.pass((it) => keyOf(outerHome(it), it.kind, it.looseExpression, it.skeleton));
  // Another cause or flow.
  matcher.pass((it) => keyOf(home(it), thing(it)));
  matcher.pass((it) => keyOf(outerHome(it), it.kind, it.looseExpression));
  // What the text says nothing of on one side, and machine code shows on both.
  matcher.passWhere((it) => orNull(codeOf(it), (code) => keyOf(outerHome(it), code)), isAcross);
  outsideOfFunctions(matcher);
  inTheSameSlot(matcher, before, after);
  return renames;
}

/**
 * The same text in the same function, then in the function around it: what stands in a closure may stand outside of it
 * on the other side, and releases before 1.25 leave open where a closure ends.
 */
function exactPasses(matcher: Matcher): void {
  matcher.pass((it) => keyOf(it.record.variant ?? "", it.file, it.instance, thing(it), it.flow), SAME_TEXT);
  // Instances of a generic function: releases before 1.25 give all of them the name of the first.
  matcher.pass((it) => keyOf(it.file, it.function, thing(it), it.flow), SAME_TEXT);
  matcher.pass((it) => keyOf(it.file, it.outer, thing(it), it.flow), SAME_TEXT);
  // The function has moved to another file, or the file has another name.
  matcher.pass((it) => keyOf(it.function, thing(it), it.flow), SAME_TEXT);
  matcher.pass((it) => keyOf(it.outer, thing(it), it.flow), SAME_TEXT);
}

/** The items of the packages that both sides have. One package at a time, the texts of flows need little memory. */
function byPackage(before: readonly Item[], after: readonly Item[]): [Item[], Item[]][] {
  const packages = new Map<string, [Item[], Item[]]>();
  for (const [side, items] of [before, after].entries()) {
    for (const item of items) {
      let sides = packages.get(item.package);
      if (sides === undefined) {
        sides = [[], []];
        packages.set(item.package, sides);
      }
      sides[side === 0 ? 0 : 1].push(item);
    }
  }
  return [...packages.values()].filter(([old, now]) => old.length > 0 && now.length > 0);
}

/** Joins parts of a key; none of them holds the separator. */
export function keyOf(...parts: readonly string[]): string {
  return parts.join("\u0000");
}

/** What is allocated. */
export function thing({ kind, expression }: Item): string {
  return `${kind} ${expression}`;
}

function home({ home }: Item): string {
  return keyOf(home.package, home.function);
}

function outerHome({ home }: Item): string {
  return keyOf(home.package, home.outer);
}

function homeOf(item: Item, { packages, functions }: Renames): Home {
  const now = functions.get(functionKey(item.package, item.outer));
  const importPath = now?.package ?? packages.get(item.package) ?? item.package;
  if (now === undefined) return { package: importPath, function: item.function, outer: item.outer };
  return { package: importPath, function: now.name + item.function.slice(item.outer.length), outer: now.name };
}

/** Variables of a package: the function that a record names for them depends on the release. */
function outsideOfFunctions(matcher: Matcher): void {
  const inside: Key = (it) =>
    isInitialization(it.function) ? null : keyOf(it.package, it.file, thing(it), it.skeleton);
  const outside: Key = (it) =>
    isInitialization(it.function) ? keyOf(it.package, it.file, thing(it), it.skeleton) : null;
  matcher.pass(inside, { keyAfter: outside });
  matcher.pass(outside, { keyAfter: inside });
}

/**
 * An expression that was edited or a variable that was renamed: the same kind of thing with the same cause, and between
 * the same neighbours. Then what is there for the same purpose and is no worse, whatever its kind.
 */
function inTheSameSlot(matcher: Matcher, before: readonly Item[], after: readonly Item[]): void {
  if (matcher.unmatchedBefore.length === 0 || matcher.unmatchedAfter.length === 0) return;
  const slots = slotsOf(before, after);
  const slot = (it: Item) => keyOf(home(it), String(slots.get(it)));
  const edited = (it: Item, ...parts: readonly string[]) =>
    it.record.kind === "escape" ? keyOf(slot(it), ...parts) : null;
  matcher.pass((it) => edited(it, it.kind, it.skeleton));
  matcher.pass((it) => edited(it, kindOf(it.kind), it.record.cause, plainText(it.callee ?? "")));
  for (const asText of [false, true]) {
    matcher.passWhere((it) => orNull(purposeOf(it, asText), (purpose) => keyOf(slot(it), purpose)), isNoWorse);
  }
}

function orNull(text: string | null, key: (text: string) => string): string | null {
  return text === null ? null : key(text);
}

/** `new(T)` and `&T{}` are two ways to write one thing. */
export function kindOf(kind: Item["kind"]): string {
  return kind === "new" ? "pointer-literal" : kind;
}

/** For each item without a mate, the last one with a mate before it in its function, as a number for both sides. */
function slotsOf(before: readonly Item[], after: readonly Item[]): Map<Item, number> {
  const numbers = new Map(before.map((item, i): [Item, number] => [item, i + 1]));
  const slots = new Map<Item, number>();
  for (const items of [before, after]) {
    const last = new Map<string, number>();
    for (const item of items) {
      const place = outerHome(item);
      if (item.mate === null) slots.set(item, last.get(place) ?? 0);
      else last.set(place, numbers.get(item) ?? numbers.get(item.mate) ?? 0);
    }
  }
  return slots;
}
