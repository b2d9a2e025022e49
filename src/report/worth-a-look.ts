import { withoutTypeArguments } from "../causes/expression.js";
import type { SiteRecord } from "../records/record.js";
import { detached } from "../records/serialize.js";
import { SITE_CAUSES, type SiteCause } from "../records/vocabulary.js";
import { functionName } from "./group-keys.js";
import { interest, mostInterest } from "./ranking.js";
import { compareRecords } from "./record-order.js";

/** Records that are held at once, at least. */
const MAX_CONSIDERED = 500;

interface Rated {
  readonly record: SiteRecord;
  readonly interest: number;
}

/** The single records worth looking at first, each place once. Holds a bounded number, however many it is shown. */
export class WorthALook {
  private readonly best = new Map<string, Rated>();
  /** By cause, what a record has to exceed to be shown: as many others reach it as there is room for. */
  private readonly floor = new Map<SiteCause, Rated>();

  constructor(private readonly size: number) {}

  consider(record: SiteRecord): void {
    const floor = this.floor.get(record.cause);
    if (floor !== undefined && mostInterest(record) < floor.interest) return;
    const value = interest(record);
    if (value <= 0 || (floor !== undefined && byInterest(floor, { record, interest: value }) <= 0)) return;
    // Instances of one generic function are one place to look at.
    const key = `${withoutTypeArguments(functionName(record))} ${record.file}:${record.line}:${record.column} ${record.cause}`;
    const other = this.best.get(key);
    if (other !== undefined) {
      if (other.interest > value || (other.interest === value && compareRecords(other.record, record) <= 0)) return;
    }
    this.best.set(key, { record: record.kind === "escape" ? detached(record) : record, interest: value });
    if (this.best.size > MAX_CONSIDERED + SITE_CAUSES.length * this.size) this.prune();
  }

  /** The most interesting first, of no cause more than a quarter while there are others. */
  records(): SiteRecord[] {
    const sorted = [...this.best.values()].sort(byInterest).map(({ record }) => record);
    return varied(sorted, this.size);
  }

  /**
   * Forgets what cannot be shown any more, so that memory does not grow with the input: of each cause the best stay, so
   * that the answer does not depend on the order of packages.
   */
  private prune(): void {
    const sorted = [...this.best].sort(([, a], [, b]) => byInterest(a, b));
    this.best.clear();
    const kept = new Map<SiteCause, number>();
    for (const [key, rated] of sorted) {
      const { cause } = rated.record;
      const before = kept.get(cause) ?? 0;
      if (before >= this.size) continue;
      kept.set(cause, before + 1);
      this.best.set(key, rated);
      if (before + 1 === this.size) this.floor.set(cause, rated);
    }
  }
}

function byInterest(a: Rated, b: Rated): number {
  return b.interest - a.interest || compareRecords(a.record, b.record);
}

/** The first of each cause, at most a quarter of one cause while there are others: ten of a kind teach one thing. */
function varied(records: readonly SiteRecord[], top: number): SiteRecord[] {
  const limit = Math.ceil(top / 4);
  const taken = new Map<SiteCause, number>();
  const first: SiteRecord[] = [];
  const rest: SiteRecord[] = [];
  for (const record of records) {
    const before = taken.get(record.cause) ?? 0;
    taken.set(record.cause, before + 1);
    (before < limit ? first : rest).push(record);
  }
  return [...first, ...rest].slice(0, top);
}
