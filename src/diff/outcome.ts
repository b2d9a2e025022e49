import type { ChangedEscape, MovedEscape } from "../records/diff.js";
import type { SiteRecord } from "../records/record.js";
import { type Comparison, differences, isMove } from "./compare.js";
import type { Item } from "./compared-escape.js";
import { effectsOf } from "./effects.js";
import { partingStep } from "./flow-likeness.js";
import { furtherInstances } from "./instance-changes.js";
import { preallocations } from "./replaced-kinds.js";

/** Which records a diff shows. */
export interface Shown {
  /** Whether the rankings count it. To them, others do not exist. */
  readonly ranks: (record: SiteRecord) => boolean;
  /** Whether it was asked for. */
  readonly wants: (record: SiteRecord) => boolean;
}

/** What became of every item. */
export interface Outcome {
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
  readonly moved: readonly MovedEscape[];
  readonly changed: readonly ChangedEscape[];
  /** Those that are on both sides, changed or not. */
  readonly kept: readonly (readonly [before: SiteRecord, after: SiteRecord])[];
  readonly unchanged: number;
  /**
   * Makes that give an append its room, and instances of a place that other packages have: changes that have no allocation
   * of their own on the older side.
   */
  readonly makes: readonly SiteRecord[];
}

/** Sorts items by what became of them, once they are matched. */
export function sortOut(
  before: readonly Item[],
  after: readonly Item[],
  comparison: Comparison,
  { ranks, wants }: Shown,
): Outcome {
  const added: Item[] = [];
  const removed: Item[] = [];
  const moved: MovedEscape[] = [];
  const changed: ChangedEscape[] = [];
  const kept: [SiteRecord, SiteRecord][] = [];
  for (const item of before) {
    const { record: old, mate } = item;
    const now = mate?.record;
    if (mate === null || now === undefined) {
      removed.push(item);
      continue;
    }
    if (!ranks(old) && !ranks(now)) continue;
    const what = differences(item, mate, comparison);
    if (ranks(old) !== ranks(now) && !isMove(what)) {
      removed.push(item);
      added.push(mate);
      continue;
    }
    if (!wants(old) && !wants(now)) continue;
    kept.push([old, now]);
    if (what.length === 0) continue;
    if (isMove(what)) moved.push({ before: old, after: now, what });
    else {
      const parts = item.skeleton === mate.skeleton ? null : partingStep(old, now);
      changed.push({ before: old, after: now, what, effects: effectsOf(old, now), parts });
    }
  }
  const makes: SiteRecord[] = [];
  const roomOf = preallocations(before, after);
  const placeOf = furtherInstances(before, after);
  for (const item of after) {
    if (item.mate !== null) continue;
    const place = placeOf.get(item);
    if (place !== undefined && ranks(item.record)) {
      if (!wants(item.record)) continue;
      makes.push(item.record);
      changed.push({
        before: place.record,
        after: item.record,
        what: ["package", "instances"],
        effects: ["new-instance"],
        parts: null,
      });
      continue;
    }
    const append = roomOf.get(item);
    if (append === undefined || !ranks(item.record)) {
      added.push(item);
      continue;
    }
    if (!wants(item.record)) continue;
    makes.push(item.record);
    changed.push({
      before: append.record,
      after: item.record,
      what: ["expression", "allocation", "cause"],
      effects: ["preallocated"],
      parts: null,
    });
  }
  const shown = ({ record }: Item) => ranks(record) && wants(record);
  return {
    added: added.filter(shown),
    removed: removed.filter(shown),
    moved,
    changed,
    kept,
    unchanged: kept.length - moved.length - (changed.length - makes.length),
    makes,
  };
}
