import { withoutTypeArguments } from "../causes/expression.js";
import type { SiteRecord } from "../records/record.js";
import { detached } from "../records/serialize.js";
import { SITE_CAUSES, type SiteCause } from "../records/vocabulary.js";
import { functionName } from "./group-keys.js";
import { PlaceNumbers } from "./place-numbers.js";
import { interest, mostInterest } from "./ranking.js";
import { compareRecords } from "./record-order.js";

/** Records that are held at once, at least. */
const MAX_CONSIDERED = 500;

/** Records of which the files are looked at, to tell generated ones. */
const MAX_LOOKED_AT = 200;
/** What a place gains that is compiled into many functions: one for each doubling. */
const MOST_COPIES = 10;
/** Places whose copies are counted. */
const MAX_PLACES = 100_000;

interface Rated {
  readonly record: SiteRecord;
  readonly interest: number;
}

/** The single records worth looking at first, each place once. Holds a bounded number, however many it is shown. */
export class WorthALook {
  private readonly best = new Map<string, Rated>();
  /** By cause, what a record has to exceed to be shown: as many others reach it as there is room for. */
  private readonly floor = new Map<SiteCause, Rated>();

  /** How often a place was seen, by its number: in as many functions, it is inlined or instantiated. */
  private readonly copies = new Map<number, number>();
  private readonly places = new PlaceNumbers();

  constructor(private readonly size: number) {}

  consider(record: SiteRecord): void {
    const made = this.madeAt(record);
    if (this.copies.size < MAX_PLACES || this.copies.has(made)) this.copies.set(made, (this.copies.get(made) ?? 0) + 1);
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

  /** Files of the records that can be shown. */
  files(): ReadonlySet<string> {
    return new Set(this.sorted().flatMap(({ record }) => record.file ?? []));
  }

  /**
   * The most interesting first, of no cause more than a quarter while there are others; those of files that a program has
   * written come last.
   */
  records(isGenerated: (file: string) => boolean): SiteRecord[] {
    const sorted = this.sorted().map(({ record }) => record);
    const generated = (record: SiteRecord) => record.file !== null && isGenerated(record.file);
    const own = sorted.filter((record) => !generated(record));
    return [...varied(own, this.size), ...varied(sorted.filter(generated), this.size)].slice(0, this.size);
  }

  private sorted(): Rated[] {
    return [...this.best.values()]
      .map(({ record, interest: value }) => ({ record, interest: value + this.bonus(record) }))
      .sort(byInterest)
      .slice(0, Math.max(MAX_LOOKED_AT, 4 * this.size));
  }

  /** Of what is nearly alike, what more functions have comes first. */
  private bonus(record: SiteRecord): number {
    return Math.min(MOST_COPIES, Math.log2(this.copies.get(this.madeAt(record)) ?? 1));
  }

  /** The line that makes it, though it is compiled into other functions. */
  private madeAt({ file, line, column, stack, message }: SiteRecord): number {
    const made = stack?.at(-1);
    return made === undefined
      ? this.places.of(file, line, column, "")
      : this.places.of(made.file, made.line, null, message);
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
