import type { Item } from "./compared-escape.js";

/** Beyond this many cells the table of {@link alignByLine} is not worth its time; order decides alone. */
const MAX_CELLS = 4_000_000;

/** Says on which line an old item would stand in the new source; null when that is not known. */
export type LinePredictor = (before: Item) => number | null;

/**
 * Pairs items that are alike, both lists in the order of the source. Of lists of different lengths, those stay alone
 * that leave the others nearest to where they are expected; the order is kept.
 */
export function pairAlike(
  before: readonly Item[],
  after: readonly Item[],
  predict: LinePredictor,
  pair: (before: Item, after: Item) => void,
): void {
  const fewer = Math.min(before.length, after.length);
  const cells = fewer * (Math.abs(before.length - after.length) + 1);
  if (before.length === after.length || cells > MAX_CELLS) {
    for (let i = 0; i < fewer; i++) pair(before[i] as Item, after[i] as Item);
    return;
  }
  const cost = (b: Item, a: Item) => {
    const line = predict(b) ?? b.record.line ?? 0;
    const columns = Math.abs((b.record.column ?? 0) - (a.record.column ?? 0));
    return 1000 * Math.abs(line - (a.record.line ?? 0)) + Math.min(columns, 999);
  };
  if (before.length < after.length) {
    const chosen = alignByLine(before, after, cost);
    before.forEach((b, i) => {
      pair(b, after[chosen[i] as number] as Item);
    });
  } else {
    const chosen = alignByLine(after, before, (a, b) => cost(b, a));
    after.forEach((a, i) => {
      pair(before[chosen[i] as number] as Item, a);
    });
  }
}

/** For each of the fewer the index of one of the more, in order, so that the costs are least together. */
function alignByLine(fewer: readonly Item[], more: readonly Item[], cost: (few: Item, many: Item) => number): number[] {
  const width = more.length - fewer.length + 1; // the i-th of the fewer can go to i … i + width - 1
  const taken: boolean[][] = [];
  let totals = new Array<number>(width).fill(0); // least cost of the rows so far with the last at most at this offset
  for (let i = 0; i < fewer.length; i++) {
    const row: boolean[] = [];
    const next = new Array<number>(width);
    for (let offset = 0; offset < width; offset++) {
      const here = (totals[offset] as number) + cost(fewer[i] as Item, more[i + offset] as Item);
      const left = offset === 0 ? Number.POSITIVE_INFINITY : (next[offset - 1] as number);
      row.push(here < left);
      next[offset] = Math.min(here, left);
    }
    taken.push(row);
    totals = next;
  }
  const chosen = new Array<number>(fewer.length);
  let offset = width - 1;
  for (let i = fewer.length - 1; i >= 0; i--) {
    while (!(taken[i] as boolean[])[offset]) offset--;
    chosen[i] = i + offset;
  }
  return chosen;
}
