import { isCauseGuess, isFunctionGuess } from "../causes/index.js";
import type { AllocationRecord, EscapeRecord } from "../records/record.js";
import { detached } from "../records/serialize.js";
import { CAUSES, type CallCause, type Cause } from "../records/vocabulary.js";
import { isCandidate } from "./filter.js";
import { interest, mostInterest } from "./ranking.js";
import { compareRecords, compareText } from "./record-order.js";

/** Records to look at that are held at once, at least. */
const MAX_CONSIDERED = 500;
/** Counters of one kind, and functions in all. What comes behind that is counted together. */
const MAX_COUNTERS = 100_000;
const OTHERS = "(others)";
/** More are not told apart. */
const MAX_PACKAGES = 1_000_000;
const NO_PACKAGE = "(no package)";
const NO_FUNCTION = "(no function)";

/** What a summary can be grouped by. */
export const GROUP_KEYS = [
  "cause",
  "package",
  "function",
  "file",
  "allocation",
  "callee",
  "line",
  "type",
  "call",
] as const;
export type GroupKey = (typeof GROUP_KEYS)[number];

/** One row of a grouping. */
export interface Group {
  readonly key: string;
  /** Escapes in it. */
  readonly count: number;
  /** Part of all escapes that are ranked, 0 to 1. */
  readonly share: number;
  /** Escapes by cause. */
  readonly causes: Readonly<Partial<Record<Cause, number>>>;
}

/** What a summary counts, and over what. */
export interface SummaryOptions {
  readonly groupBy: GroupKey;
  /** Rows and records to keep; the rest is counted. */
  readonly top: number;
  /** Rank constants and panic arguments too. */
  readonly all: boolean;
}

/** The figures of a report, without its records. */
export interface Summary {
  readonly groupBy: GroupKey;
  /** Packages with at least one escape. */
  readonly packages: number;
  /** Heap allocations the compiler reports. */
  readonly escapes: number;
  /** Those that the ranking shows: neither constants nor panic arguments, unless all were asked for. */
  readonly ranked: number;
  /** Not allocated at run time: constants in interfaces, static data. */
  readonly constants: number;
  /** Allocated only when panicking. */
  readonly panics: number;
  /** What machine code shows of the other escapes; null where it was not read. */
  readonly verdicts: Verdicts | null;
  /** Calls that allocate and that no decision speaks of, by cause, the most first. */
  readonly calls: readonly CallGroup[];
  /** Without an explanation that a rule fits. */
  readonly unexplained: number;
  /** Whether there are escapes and the compiler explains none of them, as with -m given once. */
  readonly lacksFlows: boolean;
  /** Whose cause is a guess. */
  readonly guesses: number;
  /** Whose function is one. */
  readonly functionGuesses: number;
  readonly groups: readonly Group[];
  /** How many groups there are; `groups` holds the first. */
  readonly groupCount: number;
  readonly topPackages: readonly Group[];
  readonly topFunctions: readonly Group[];
  /** The single records worth looking at first, each place once. */
  readonly topRecords: readonly EscapeRecord[];
}

/** How many of the escapes that are ranked allocate. */
export interface Verdicts {
  /** Each time that their line runs. */
  readonly yes: number;
  /** At times. */
  readonly maybe: number;
  /** Not known. */
  readonly unknown: number;
}

/** Calls without a decision, of one cause. */
export interface CallGroup {
  readonly cause: CallCause;
  readonly yes: number;
  readonly maybe: number;
}

interface Counter {
  count: number;
  /** By the cause's place in the catalogue. */
  readonly causes: number[];
}

/** Counts of one package. */
interface PackageCounter extends Counter {
  /** By name, so that records need no longer name of their own to be counted. */
  readonly functions: Map<string, Counter>;
}

const NO_CAUSES: readonly number[] = CAUSES.map(() => 0);
const CAUSE_INDEX: ReadonlyMap<Cause, number> = new Map(CAUSES.map((cause, i) => [cause, i]));

/** Counts escapes one by one; holds a counter for each group and the few best records. */
export class Summarizer {
  private readonly groups = new Map<string, Counter>();
  private readonly packages = new Map<string | null, PackageCounter>();
  private readonly best = new Map<string, Rated>();
  /** By cause, what a record has to exceed to be shown: as many others reach it as there is room for. */
  private readonly floor = new Map<Cause, Rated>();
  private readonly seenPackages = new Set<string>();
  /** Counters of functions, of all packages. */
  private functions = 0;
  private escapes = 0;
  private ranked = 0;
  private constants = 0;
  private panics = 0;
  private unexplained = 0;
  private withFlow = 0;
  private guesses = 0;
  private functionGuesses = 0;
  private hasMachineCode = false;
  private readonly verdicts = { yes: 0, maybe: 0, unknown: 0 };
  private readonly calls = new Map<CallCause, { yes: number; maybe: number }>();

  constructor(private readonly options: SummaryOptions) {}

  add(record: EscapeRecord): void {
    this.escapes++;
    if (this.seenPackages.size < MAX_PACKAGES) this.seenPackages.add(record.package ?? "");
    if (record.cause === "unexplained") this.unexplained++;
    if (record.flow.length > 0) this.withFlow++;
    if (isCauseGuess(record.guess)) this.guesses++;
    if (isFunctionGuess(record.guess)) this.functionGuesses++;
    if (record.reason !== null || record.call !== null) this.hasMachineCode = true;
    if (record.allocates === "no") this.constants++;
    else if (!isCandidate(record)) this.panics++;
    else this.verdicts[record.allocates]++;
    if (!this.options.all && !isCandidate(record)) return;
    this.ranked++;
    count(this.groups, groupKey(record, this.options.groupBy), record.cause);
    const isFull = this.packages.size >= MAX_COUNTERS && !this.packages.has(record.package);
    const importPath = isFull ? OTHERS : record.package;
    let counter = this.packages.get(importPath);
    if (counter === undefined) {
      counter = { ...newCounter(), functions: new Map() };
      this.packages.set(importPath, counter);
    }
    countIn(counter, record.cause);
    const before = counter.functions.size;
    const limit = before + MAX_COUNTERS - this.functions;
    count(counter.functions, record.function ?? NO_FUNCTION, record.cause, limit);
    this.functions += counter.functions.size - before;
    this.consider(record);
  }

  /** Counts a call without a decision. */
  addCall({ cause, allocates }: AllocationRecord): void {
    this.hasMachineCode = true;
    if (allocates !== "yes" && allocates !== "maybe") return;
    const counts = this.calls.get(cause) ?? { yes: 0, maybe: 0 };
    counts[allocates]++;
    this.calls.set(cause, counts);
  }

  summary(): Summary {
    const { groupBy, top } = this.options;
    const rows = (counters: Iterable<readonly [string, Counter]>) =>
      [...counters]
        .sort(([a, x], [b, y]) => y.count - x.count || compareText(a, b))
        .map(
          ([key, { count, causes }]): Group => ({
            key,
            count,
            share: count / (this.ranked || 1),
            causes: inOrder(causes),
          }),
        );
    const groups = rows(this.groups);
    const packages = [...this.packages].map(([key, counter]) => [key ?? NO_PACKAGE, counter] as const);
    const functions = [...this.packages].flatMap(([importPath, counter]) =>
      [...counter.functions].map(
        ([name, each]) => [importPath === null ? name : `${importPath}.${name}`, each] as const,
      ),
    );
    return {
      groupBy,
      packages: this.seenPackages.size,
      escapes: this.escapes,
      ranked: this.ranked,
      constants: this.constants,
      panics: this.panics,
      verdicts: this.hasMachineCode ? { ...this.verdicts } : null,
      calls: [...this.calls]
        .map(([cause, counts]) => ({ cause, ...counts }))
        .sort((a, b) => b.yes + b.maybe - a.yes - a.maybe || compareText(a.cause, b.cause)),
      unexplained: this.unexplained,
      lacksFlows: this.escapes > 0 && this.withFlow === 0,
      guesses: this.guesses,
      functionGuesses: this.functionGuesses,
      groups: groupBy === "cause" ? groups : groups.slice(0, top),
      groupCount: groups.length,
      topPackages: rows(packages).slice(0, top),
      topFunctions: rows(functions).slice(0, top),
      topRecords: varied(
        [...this.best.values()].sort(byInterest).map(({ record }) => record),
        top,
      ),
    };
  }

  private consider(record: EscapeRecord): void {
    const floor = this.floor.get(record.cause);
    if (floor !== undefined && mostInterest(record) < floor.interest) return;
    const value = interest(record);
    if (value <= 0 || (floor !== undefined && byInterest(floor, { record, interest: value }) <= 0)) return;
    // Instances of one generic function are one place to look at.
    const key = `${functionName(record).replace(/\[.*\]/, "")} ${record.file}:${record.line}:${record.column} ${record.cause}`;
    const other = this.best.get(key);
    if (other !== undefined) {
      if (other.interest > value || (other.interest === value && compareRecords(other.record, record) <= 0)) return;
    }
    this.best.set(key, { record: detached(record), interest: value });
    if (this.best.size > MAX_CONSIDERED + CAUSES.length * this.options.top) this.prune();
  }

  /**
   * Forgets what cannot be shown any more, so that memory does not grow with the input: of each cause the best stay, so
   * that the answer does not depend on the order of packages.
   */
  private prune(): void {
    const sorted = [...this.best].sort(([, a], [, b]) => byInterest(a, b));
    this.best.clear();
    const kept = new Map<Cause, number>();
    for (const [key, rated] of sorted) {
      const { cause } = rated.record;
      const before = kept.get(cause) ?? 0;
      if (before >= this.options.top) continue;
      kept.set(cause, before + 1);
      this.best.set(key, rated);
      if (before + 1 === this.options.top) this.floor.set(cause, rated);
    }
  }
}

/** The value that a record is grouped under. */
export function groupKey(record: EscapeRecord, by: GroupKey): string {
  switch (by) {
    case "cause":
      return record.cause;
    case "package":
      return record.package ?? NO_PACKAGE;
    case "function":
      return functionName(record);
    case "file":
      return record.file ?? "(no file)";
    case "allocation":
      return record.allocation;
    case "callee":
      return record.callee ?? "(no call)";
    case "type":
      return record.type ?? "(not known)";
    case "call":
      return record.call ?? "(no call)";
    case "line":
      return record.line === null ? (record.file ?? "(no position)") : `${record.file}:${record.line}`;
  }
}

/** `package.function`, as in a stack trace. */
export function functionName(record: { readonly package: string | null; readonly function: string | null }): string {
  const name = record.function ?? NO_FUNCTION;
  return record.package === null ? name : `${record.package}.${name}`;
}

interface Rated {
  readonly record: EscapeRecord;
  readonly interest: number;
}

function byInterest(a: Rated, b: Rated): number {
  return b.interest - a.interest || compareRecords(a.record, b.record);
}

/** The first of each cause, at most a quarter of one cause while there are others: ten of a kind teach one thing. */
function varied(records: readonly EscapeRecord[], top: number): EscapeRecord[] {
  const limit = Math.ceil(top / 4);
  const taken = new Map<Cause, number>();
  const first: EscapeRecord[] = [];
  const rest: EscapeRecord[] = [];
  for (const record of records) {
    const before = taken.get(record.cause) ?? 0;
    taken.set(record.cause, before + 1);
    (before < limit ? first : rest).push(record);
  }
  return [...first, ...rest].slice(0, top);
}

/** Counts by cause in the order of the catalogue, whatever came first. */
function inOrder(causes: readonly number[]): Partial<Record<Cause, number>> {
  const sorted: Partial<Record<Cause, number>> = {};
  CAUSES.forEach((cause, i) => {
    const found = causes[i] ?? 0;
    if (found > 0) sorted[cause] = found;
  });
  return sorted;
}

function count(counters: Map<string, Counter>, name: string, cause: Cause, limit: number = MAX_COUNTERS): void {
  const key = counters.size < limit || counters.has(name) ? name : OTHERS;
  let counter = counters.get(key);
  if (counter === undefined) {
    counter = newCounter();
    counters.set(key, counter);
  }
  countIn(counter, cause);
}

function newCounter(): Counter {
  return { count: 0, causes: NO_CAUSES.slice() };
}

function countIn(counter: Counter, cause: Cause): void {
  const index = CAUSE_INDEX.get(cause) ?? 0;
  counter.count++;
  counter.causes[index] = (counter.causes[index] ?? 0) + 1;
}
