import { pairAlike } from "./align.js";
import type { Item } from "./compared-escape.js";
import type { Functions } from "./functions.js";
import { LineMap } from "./line-mapping.js";

/** What an item is matched by; null leaves it out of the pass. */
export type Key = (item: Item) => string | null;

/** How a pass differs from others. */
export interface PassOptions {
  /** The key of new items, where it is not that of old ones. */
  readonly keyAfter?: Key;
  /** The key holds the expression and the flow as they are. */
  readonly sameText?: boolean;
}

/** Beyond this many comparisons of a group, {@link Matcher.passWhere} is not worth its time. */
const MAX_COMPARED = 1_000_000;

interface Group {
  readonly before: Item[];
  readonly after: Item[];
}

/** Pairs the items of two sides in passes, from exact to loose. What one pass has paired, the next leaves alone. */
export class Matcher {
  private before: readonly Item[];
  private after: readonly Item[];

  /** Both lists are in the order of a report. */
  constructor(
    private readonly allBefore: readonly Item[],
    allAfter: readonly Item[],
    private readonly functions: { readonly before: Functions; readonly after: Functions },
  ) {
    this.before = allBefore.filter(isSingle);
    this.after = allAfter.filter(isSingle);
  }

  /** Old items without a mate so far. */
  get unmatchedBefore(): readonly Item[] {
    return this.before;
  }

  /** New items without a mate so far. */
  get unmatchedAfter(): readonly Item[] {
    return this.after;
  }

  /** One pass: items with equal keys are the same thing. */
  pass(key: Key, { keyAfter = key, sameText = false }: PassOptions = {}): void {
    if (this.before.length === 0 || this.after.length === 0) return;
    const marry = (before: Item, after: Item) => {
      before.mate = after;
      after.mate = before;
      before.sameText = sameText;
      after.sameText = sameText;
    };
    const uneven: Group[] = [];
    for (const group of this.groups(key, keyAfter)) {
      if (group.before.length !== group.after.length) uneven.push(group);
      else pairAlike(group.before, group.after, () => null, marry);
    }
    if (uneven.length > 0) {
      // What is paired by now tells where lines went.
      const lines = new LineMap(this.allBefore, this.functions);
      for (const { before, after } of uneven) pairAlike(before, after, (item) => lines.predict(item), marry);
    }
    this.before = this.before.filter(isSingle);
    this.after = this.after.filter(isSingle);
  }

  /** The same for items that have to agree in more than a key: each new one takes the first old one that it accepts. */
  passWhere(key: Key, accepts: (before: Item, after: Item) => boolean): void {
    for (const { before, after } of this.groups(key, key)) {
      if (before.length * after.length > MAX_COMPARED) continue;
      for (const item of after) {
        const mate = before.find((other) => other.mate === null && accepts(other, item));
        if (mate === undefined) continue;
        item.mate = mate;
        mate.mate = item;
      }
    }
    this.before = this.before.filter(isSingle);
    this.after = this.after.filter(isSingle);
  }

  private groups(key: Key, keyAfter: Key): Iterable<Group> {
    const groups = new Map<string, Group>();
    for (const item of this.before) {
      const text = key(item);
      if (text === null) continue;
      const group = groups.get(text);
      if (group === undefined) groups.set(text, { before: [item], after: [] });
      else group.before.push(item);
    }
    for (const item of this.after) {
      const text = keyAfter(item);
      if (text !== null) groups.get(text)?.after.push(item);
    }
    return [...groups.values()].filter(({ after }) => after.length > 0);
  }
}

function isSingle(item: Item): boolean {
  return item.mate === null;
}
