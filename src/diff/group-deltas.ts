import type { GroupDelta, Grouping } from "../records/diff.js";
import type { SiteRecord } from "../records/record.js";
import { type GroupKey, groupKey } from "../report/group-keys.js";
import { compareText } from "../report/record-order.js";
import type { SamePackage } from "../report/report-records.js";

/** Keys that say what a record is; the others say where, and follow it when it moves. */
const OWN_KEYS: ReadonlySet<GroupKey> = new Set<GroupKey>(["cause", "allocation", "callee"]);

/** The allocations of a diff, by what became of them. */
export interface Counted {
  readonly added: readonly SiteRecord[];
  readonly removed: readonly SiteRecord[];
  readonly kept: readonly (readonly [before: SiteRecord, after: SiteRecord])[];
  /** On the newer side alone, and not as new: see the effect `preallocated`. */
  readonly makes: readonly SiteRecord[];
}

/** Counts by each of the keys. `same`: counted by cause and by package, which is all that is known of them. */
export function groupingsOf(
  keys: ReadonlySet<GroupKey>,
  { added, removed, kept, makes }: Counted,
  same: readonly SamePackage[],
): Grouping[] {
  return [...keys].map((key) => {
    const counter = new DeltaCounter(key);
    for (const { package: importPath, causes } of same) {
      for (const [cause, count] of Object.entries(causes)) counter.same(key === "cause" ? cause : importPath, count);
    }
    for (const [before, after] of kept) counter.kept(before, after);
    for (const record of added) counter.added(record);
    for (const record of removed) counter.removed(record);
    for (const record of makes) counter.made(record);
    return counter.grouping();
  });
}

/** Counts one grouping, allocation by allocation. */
class DeltaCounter {
  private readonly rows = new Map<
    string,
    { key: string; before: number; after: number; added: number; removed: number }
  >();

  constructor(private readonly by: GroupKey) {}

  same(key: string, count: number): void {
    const row = this.rowOf(key);
    row.before += count;
    row.after += count;
  }

  added(record: SiteRecord): void {
    const row = this.row(record);
    row.after++;
    row.added++;
  }

  made(record: SiteRecord): void {
    this.row(record).after++;
  }

  removed(record: SiteRecord): void {
    const row = this.row(record);
    row.before++;
    row.removed++;
  }

  /** The same allocation on both sides. */
  kept(before: SiteRecord, after: SiteRecord): void {
    this.row(after).after++;
    this.row(OWN_KEYS.has(this.by) ? before : after).before++;
  }

  /** Rows with a difference, largest first; of causes all, most frequent first. */
  grouping(): Grouping {
    const rows = [...this.rows.values()];
    const all = this.by === "cause";
    const shown = all ? rows : rows.filter(differs);
    const size = all ? largestCount : change;
    shown.sort((a, b) => size(b) - size(a) || b.added - a.added || compareText(a.key, b.key));
    return { by: this.by, rows: shown, same: rows.length - shown.length };
  }

  private row(record: SiteRecord) {
    return this.rowOf(groupKey(record, this.by));
  }

  private rowOf(key: string) {
    let row = this.rows.get(key);
    if (row === undefined) {
      row = { key, before: 0, after: 0, added: 0, removed: 0 };
      this.rows.set(key, row);
    }
    return row;
  }
}

function differs({ before, after, added, removed }: GroupDelta): boolean {
  return before !== after || added > 0 || removed > 0;
}

function largestCount({ before, after }: GroupDelta): number {
  return Math.max(before, after);
}

function change({ before, after }: GroupDelta): number {
  return Math.abs(after - before);
}
