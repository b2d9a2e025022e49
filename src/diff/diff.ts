import {
  type AddedEscape,
  type ChangedEscape,
  DIFF_SCHEMA,
  type Diff,
  type DiffSide,
  type MovedEscape,
} from "../records/diff.js";
import type { DiagnosticRecord, EscapeRecord } from "../records/record.js";
import { isCandidate } from "../report/filter.js";
import { compareRecords, compareText } from "../report/order.js";
import type { GroupKey } from "../report/summary.js";
import { differences, isMove } from "./compare.js";
import { Evidence } from "./evidence.js";
import { partingStep, SimilarItems } from "./flow.js";
import { Functions, type ReportRecords } from "./functions.js";
import { DeltaCounter } from "./groups.js";
import { Item } from "./item.js";
import { diffLeaks } from "./leaks.js";
import { matchItems } from "./passes.js";
import { explainAdded } from "./reasons.js";

/** What to compare, and how to present it. */
export interface DiffOptions {
  /** Constants and panic arguments too. Default: what the rankings show. */
  readonly all?: boolean;
  /** Which records to show; everything is compared, whatever it says. Default: all. */
  readonly wants?: (record: DiagnosticRecord) => boolean;
  /** A grouping beside those by cause and by package. */
  readonly groupBy?: GroupKey;
  /** How the user named the two. */
  readonly names?: readonly [before: string, after: string];
}

/** Compares two reports: what is allocated on the heap now and was not, and the other way round, and why. */
export function diffReports(before: ReportRecords, after: ReportRecords, options: DiffOptions = {}): Diff {
  const { all = false, wants = () => true, groupBy = "cause", names } = options;
  const oldItems = itemsOf(before.escapes);
  const newItems = itemsOf(after.escapes);
  const oldSide = { records: before, functions: new Functions(before) };
  const newSide = { records: after, functions: new Functions(after) };
  const renames = matchItems(oldItems, newItems, { before: oldSide.functions, after: newSide.functions });
  const sameRelease = releaseOf(before) !== null && releaseOf(before) === releaseOf(after);

  const keys = new Set<GroupKey>(["cause", "package", groupBy]);
  const counters = [...keys].map((key) => new DeltaCounter(key));
  const addedItems: Item[] = [];
  const removed: EscapeRecord[] = [];
  const moved: MovedEscape[] = [];
  const changed: ChangedEscape[] = [];
  let unchanged = 0;
  const isRanked = (record: EscapeRecord) => all || isCandidate(record);
  const add = (item: Item) => {
    if (isRanked(item.record) && wants(item.record)) addedItems.push(item);
  };
  const remove = ({ record }: Item) => {
    if (isRanked(record) && wants(record)) removed.push(record);
  };

  for (const item of oldItems) {
    const { mate } = item;
    if (mate === null) {
      remove(item);
      continue;
    }
    const [old, now] = [item.record, mate.record];
    const what = differences(item, mate, { renames, sameRelease });
    if (isRanked(old) !== isRanked(now) && !isMove(what)) {
      // To the rankings one of them does not exist.
      remove(item);
      add(mate);
      continue;
    }
    if (!(isRanked(old) || isRanked(now)) || !(wants(old) || wants(now))) continue;
    for (const counter of counters) counter.kept(old, now);
    if (what.length === 0) unchanged++;
    else if (isMove(what)) moved.push({ before: old, after: now, what });
    else {
      const parts = item.skeleton === mate.skeleton ? null : partingStep(old, now);
      changed.push({ before: old, after: now, what, parts });
    }
  }
  for (const item of newItems) if (item.mate === null) add(item);

  addedItems.sort((a, b) => byPlace(a.record, b.record));
  removed.sort(byPlace);
  const leaks = diffLeaks(oldSide.functions, newSide.functions, renames);
  const evidence = new Evidence(oldSide, newSide, renames, leaks);
  const { reasons, indices } = explainAdded(
    addedItems.map(({ record }) => record),
    evidence,
    newSide.functions,
  );
  const similar = new SimilarItems(
    oldItems,
    addedItems.filter((_, i) => indices[i] === null),
  );
  const added = addedItems.map((item, i): AddedEscape => {
    const reason = indices[i] ?? null;
    const like = reason === null ? similar.find(item) : null;
    return { ...item.record, reason, parts: like === null ? null : partingStep(like.record, item.record) };
  });
  for (const counter of counters) {
    for (const record of added) counter.added(record);
    for (const record of removed) counter.removed(record);
  }
  const kept = unchanged + moved.length + changed.length;
  return {
    schema: DIFF_SCHEMA,
    before: sideOf(before, names?.[0], kept + removed.length),
    after: sideOf(after, names?.[1], kept + added.length),
    groups: counters.map((counter) => counter.grouping()),
    added,
    removed,
    moved: moved.sort((a, b) => byPlace(a.after, b.after)),
    changed: changed.sort((a, b) => byPlace(a.after, b.after)),
    unchanged,
    leaks: { added: leaks.added.filter(wants), removed: leaks.removed.filter(wants) },
    reasons: [...reasons],
  };
}

/** Whether nothing that a reader has to look at differs. */
export function isEmptyDiff({ added, removed, moved, changed, leaks }: Diff): boolean {
  return [added, removed, moved, changed, leaks.added, leaks.removed].every((list) => list.length === 0);
}

function itemsOf(records: readonly EscapeRecord[]): Item[] {
  return [...records].sort(byPlace).map((record) => new Item(record));
}

/** As in a report; what stands in one place is put in order by its text, so that the order of the input never counts. */
function byPlace(a: EscapeRecord, b: EscapeRecord): number {
  const order = compareRecords(a, b);
  return order !== 0 || a === b ? order : compareText(JSON.stringify(a.flow), JSON.stringify(b.flow));
}

/** `go1.26` of `go1.26.8`: patch releases print the same. */
function releaseOf({ header }: ReportRecords): string | null {
  return /^go1\.\d+/.exec(header.toolchain?.version ?? "")?.[0] ?? null;
}

function sideOf({ header }: ReportRecords, name: string | undefined, escapes: number): DiffSide {
  const { toolchain, build } = header;
  return { name: name ?? null, toolchain, build, revision: build?.revision ?? null, escapes };
}
