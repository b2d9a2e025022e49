import { genericPlace, isForeign } from "../causes/foreign.js";
import { isCauseGuess, isFunctionGuess } from "../causes/index.js";
import type { AllocationRecord, EscapeRecord, SiteRecord } from "../records/record.js";
import { type CallCause, SITE_CAUSES, type SiteCause } from "../records/vocabulary.js";
import { objectBytes } from "../sites/index.js";
import { isCandidate } from "./filter.js";
import { type GroupKey, groupKey, NO_PACKAGE, ownName } from "./group-keys.js";
import { compareText } from "./record-order.js";
import { WorthALook } from "./worth-a-look.js";

/** Counters of one kind, and functions in all. What comes behind that is counted together. */
const MAX_COUNTERS = 100_000;
const OTHERS = "(others)";
/** More are not told apart. */
const MAX_PACKAGES = 1_000_000;

/** One row of a grouping. */
export interface Group {
  readonly key: string;
  /** Allocations in it: escapes, and calls without a decision. */
  readonly count: number;
  /** Part of all allocations that are ranked, 0 to 1; with sizes, of all their bytes. */
  readonly share: number;
  /** What its lines allocate when each runs once, in bytes, as far as sizes are known. */
  readonly bytes: number;
  /** Allocations by cause. */
  readonly causes: Readonly<Partial<Record<SiteCause, number>>>;
  /** Bytes that a profile shows it to have allocated; undefined without one. */
  readonly allocated?: number;
}

/** What a profile says of the allocations that are ranked. */
export interface ProfileFigures {
  /** How people call it. */
  readonly name: string;
  /** Of the numbers below: what was allocated, or how long the functions ran that allocate. */
  readonly unit: "bytes" | "nanoseconds";
  readonly total: { readonly bytes: number; readonly objects: number };
  /** What of that was allocated at what is ranked. */
  readonly joined: { readonly bytes: number; readonly objects: number };
  /** null where nothing was allocated. */
  readonly weightOf: (record: SiteRecord) => { readonly bytes: number; readonly objects: number } | null;
}

/** What a summary counts, and over what. */
export interface SummaryOptions {
  readonly groupBy: GroupKey;
  /** Rows and records to keep; the rest is counted. */
  readonly top: number;
  /** Rank constants and panic arguments too. */
  readonly all: boolean;
  /** Order groups by bytes. Default: no, by number. */
  readonly bySize?: boolean | undefined;
  /** Records worth looking at to keep. Default: as many as `top`. */
  readonly records?: number | undefined;
}

/** The figures of a report, without its records. */
export interface Summary {
  readonly groupBy: GroupKey;
  /** Packages with at least one allocation. */
  readonly packages: number;
  /** Heap allocations the compiler reports. */
  readonly escapes: number;
  /**
   * What the ranking shows: escapes that are neither constants nor panic arguments, unless all were asked for, and calls
   * without a decision that allocate.
   */
  readonly ranked: number;
  /** Not allocated at run time: constants in interfaces, static data. */
  readonly constants: number;
  /** Allocated only when panicking. */
  readonly panics: number;
  /** What machine code shows of the other escapes; null where it was not read. */
  readonly verdicts: Verdicts | null;
  /** Calls that allocate and that no decision speaks of, by cause, the most first. */
  readonly calls: readonly CallGroup[];
  /** Places in generic functions, and the copies of their code that have them: a place counts once. */
  readonly generic: { readonly places: number; readonly copies: number };
  /** Allocations in copies of other modules' generic functions: none of the other numbers has them. */
  readonly foreign: number;
  /** Without an explanation that a rule fits. */
  readonly unexplained: number;
  /** Whether there are escapes and the compiler explains none of them, as with -m given once. */
  readonly lacksFlows: boolean;
  /** Whose cause is a guess. */
  readonly guesses: number;
  /** Whose function is one. */
  readonly functionGuesses: number;
  /** Whether groups are in the order of their bytes. */
  readonly bySize: boolean;
  /** Of those ranked, how many have a size that is known. */
  readonly sized: number;
  readonly groups: readonly Group[];
  /** How many groups there are; `groups` holds the first. */
  readonly groupCount: number;
  readonly topPackages: readonly Group[];
  readonly topFunctions: readonly Group[];
  /** The single records worth looking at first, each place once. */
  readonly topRecords: readonly SiteRecord[];
  /** What all this was ranked by; undefined where it is the likely cost alone. */
  readonly profile?: ProfileFigures;
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
  bytes: number;
  /** By the cause's place in the catalogue. */
  readonly causes: number[];
}

/** Counts of one package. */
interface PackageCounter extends Counter {
  /** By name, so that records need no longer name of their own to be counted. */
  readonly functions: Map<string, Counter>;
}

const NO_CAUSES: readonly number[] = SITE_CAUSES.map(() => 0);
const CAUSE_INDEX: ReadonlyMap<SiteCause, number> = new Map(SITE_CAUSES.map((cause, i) => [cause, i]));

/** Counts escapes one by one; holds a counter for each group and the few best records. */
export class Summarizer {
  private readonly groups = new Map<string, Counter>();
  private readonly packages = new Map<string | null, PackageCounter>();
  private readonly worthALook: WorthALook;
  private readonly seenPackages = new Set<string>();
  /** Counters of functions, of all packages. */
  private functions = 0;
  private escapes = 0;
  private ranked = 0;
  private sized = 0;
  private bytes = 0;
  private constants = 0;
  private panics = 0;
  private unexplained = 0;
  private withFlow = 0;
  private guesses = 0;
  private functionGuesses = 0;
  private hasMachineCode = false;
  private readonly verdicts = { yes: 0, maybe: 0, unknown: 0 };
  private readonly calls = new Map<CallCause, { yes: number; maybe: number }>();
  private readonly generic = new GenericPlaces();
  private foreign = 0;

  constructor(private readonly options: SummaryOptions) {
    this.worthALook = new WorthALook(options.records ?? options.top);
  }

  add(record: EscapeRecord): void {
    if (!this.options.all && isForeign(record)) {
      if (isCandidate(record)) this.foreign++;
    } else if (!this.generic.take(record)) this.count(record);
  }

  private count(record: EscapeRecord): void {
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
    if (this.options.all || isCandidate(record)) this.rank(record);
  }

  /** Counts a call without a decision. */
  addCall(record: AllocationRecord): void {
    if (!this.options.all && isForeign(record)) {
      if (isCandidate(record)) this.foreign++;
    } else if (!this.generic.take(record)) this.countCall(record);
  }

  private countCall(record: AllocationRecord): void {
    const { cause, allocates } = record;
    this.hasMachineCode = true;
    if (record.reason === "panic") this.panics++;
    if (!isCandidate(record) || (allocates !== "yes" && allocates !== "maybe")) return;
    if (this.seenPackages.size < MAX_PACKAGES) this.seenPackages.add(record.package ?? "");
    const counts = this.calls.get(cause) ?? { yes: 0, maybe: 0 };
    counts[allocates]++;
    this.calls.set(cause, counts);
    this.rank(record);
  }

  private rank(record: SiteRecord): void {
    this.ranked++;
    const bytes = objectBytes(record);
    if (bytes !== null) this.sized++;
    this.bytes += bytes ?? 0;
    count(this.groups, groupKey(record, this.options.groupBy), record);
    const isFull = this.packages.size >= MAX_COUNTERS && !this.packages.has(record.package);
    const importPath = isFull ? OTHERS : record.package;
    let counter = this.packages.get(importPath);
    if (counter === undefined) {
      counter = { ...newCounter(), functions: new Map() };
      this.packages.set(importPath, counter);
    }
    countIn(counter, record);
    const before = counter.functions.size;
    const limit = before + MAX_COUNTERS - this.functions;
    count(counter.functions, ownName(record), record, limit);
    this.functions += counter.functions.size - before;
    this.worthALook.consider(record);
  }

  /** Files of the records that are worth a look: those that are generated can be told to {@link summary}. */
  filesWorthALook(): ReadonlySet<string> {
    this.countGeneric();
    return this.worthALook.files();
  }

  /** Packages come in any order: which of them a place counts for is known when all have come. */
  private countGeneric(): void {
    for (const record of this.generic.end()) {
      if (record.kind === "escape") this.count(record);
      else this.countCall(record);
    }
  }

  /** `isGenerated`: whether a program has written a file. */
  summary(isGenerated: (file: string) => boolean = () => false): Summary {
    this.countGeneric();
    const { groupBy, top, bySize = false } = this.options;
    const whole = bySize ? this.bytes : this.ranked;
    const rows = (counters: Iterable<readonly [string, Counter]>) =>
      [...counters]
        .sort(([a, x], [b, y]) => (bySize ? y.bytes - x.bytes : 0) || y.count - x.count || compareText(a, b))
        .map(
          ([key, { count, bytes, causes }]): Group => ({
            key,
            count,
            share: (bySize ? bytes : count) / (whole || 1),
            bytes,
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
      generic: { places: this.generic.places, copies: this.generic.copies },
      foreign: this.foreign,
      unexplained: this.unexplained,
      lacksFlows: this.escapes > 0 && this.withFlow === 0,
      guesses: this.guesses,
      functionGuesses: this.functionGuesses,
      bySize,
      sized: this.sized,
      groups: groupBy === "cause" ? groups : groups.slice(0, top),
      groupCount: groups.length,
      topPackages: rows(packages).slice(0, top),
      topFunctions: rows(functions).slice(0, top),
      topRecords: this.worthALook.records(isGenerated),
    };
  }
}

/** Places that are held until all packages have come; those behind them count for each package. */
const MAX_GENERIC = 50_000;

/** Places in generic functions, each once, in whichever packages copies of it are compiled. */
class GenericPlaces {
  private readonly held = new Map<string, SiteRecord>();
  /** How many records of a place each package has had. */
  private readonly seen = new Map<string, number>();
  places = 0;
  copies = 0;

  /** Takes a record of one, and adds its copies to those of the same place; false for others. */
  take(record: SiteRecord): boolean {
    const place = genericPlace(record);
    if (place === null) return false;
    if (isCandidate(record)) this.copies += record.instances?.length ?? 0;
    // What one package has several times on a line is several places: the first of each are one, then the second.
    const nth = this.nth(place, record.package);
    const key = nth === 0 ? place : `${place} ${nth}`;
    const known = this.held.get(key);
    if (known === undefined) {
      if (isCandidate(record)) this.places++;
      if (this.held.size >= MAX_GENERIC) return false;
      this.held.set(key, record);
    } else if (isBefore(record, known)) {
      this.held.set(key, { ...record, instances: [...(record.instances ?? []), ...(known.instances ?? [])] });
    } else this.held.set(key, { ...known, instances: [...(known.instances ?? []), ...(record.instances ?? [])] });
    return true;
  }

  /** How many records of the package the place has had. */
  private nth(place: string, importPath: string | null): number {
    const key = `${place} ${importPath}`;
    const before = this.seen.get(key) ?? 0;
    if (before > 0 || this.seen.size < MAX_GENERIC) this.seen.set(key, before + 1);
    return before;
  }

  /** Hands them out. */
  end(): SiteRecord[] {
    const all = [...this.held.values()];
    this.held.clear();
    return all;
  }
}

/** Whether the package that has the file, or comes first, is the first's. */
function isBefore(a: SiteRecord, b: SiteRecord): boolean {
  const own = [a, b].map(({ file, package: importPath }) => {
    const directory = file?.includes("/") === true ? file.slice(0, file.lastIndexOf("/")) : "";
    return directory !== "" && `/${importPath}`.endsWith(`/${directory}`);
  });
  if (own[0] !== own[1]) return own[0] === true;
  return compareText(a.package ?? "", b.package ?? "") < 0;
}

/** Counts by cause in the order of the catalogue, whatever came first. */
function inOrder(causes: readonly number[]): Partial<Record<SiteCause, number>> {
  const sorted: Partial<Record<SiteCause, number>> = {};
  SITE_CAUSES.forEach((cause, i) => {
    const found = causes[i] ?? 0;
    if (found > 0) sorted[cause] = found;
  });
  return sorted;
}

function count(counters: Map<string, Counter>, name: string, record: SiteRecord, limit: number = MAX_COUNTERS): void {
  const key = counters.size < limit || counters.has(name) ? name : OTHERS;
  let counter = counters.get(key);
  if (counter === undefined) {
    counter = newCounter();
    counters.set(key, counter);
  }
  countIn(counter, record);
}

function newCounter(): Counter {
  return { count: 0, bytes: 0, causes: NO_CAUSES.slice() };
}

function countIn(counter: Counter, record: SiteRecord): void {
  const index = CAUSE_INDEX.get(record.cause) ?? 0;
  counter.count++;
  counter.bytes += objectBytes(record) ?? 0;
  counter.causes[index] = (counter.causes[index] ?? 0) + 1;
}
