import type { AddedEscape, Diff, DiffSide } from "../records/diff.js";
import type { DiagnosticRecord, SiteRecord } from "../records/record.js";
import { DIFF_SCHEMA } from "../records/schema-names.js";
import { isRanked, isWritten } from "../report/filter.js";
import type { GroupKey } from "../report/group-keys.js";
import { compareRecords, compareText } from "../report/record-order.js";
import type { ReportRecords, SamePackage } from "../report/report-records.js";
import { Item } from "./compared-escape.js";
import { Evidence, type Side } from "./evidence.js";
import { partingStep, SimilarItems } from "./flow-likeness.js";
import { Functions } from "./functions.js";
import { groupingsOf } from "./group-deltas.js";
import { diffLeaks } from "./leak-changes.js";
import { matchBySource } from "./matching-by-source.js";
import { matchItems } from "./matching-passes.js";
import { sortOut } from "./outcome.js";
import { OutsideReasons } from "./outside-reasons.js";
import { explainAdded } from "./reasons.js";
import type { SourceView } from "./source-view.js";
import { NameReader } from "./stable-names.js";
import { StandingCalls } from "./standing-calls.js";

/** What to compare, and how to present it. */
export interface DiffOptions {
  /** Constants and panic arguments too. Default: what the rankings show. */
  readonly all?: boolean;
  /** Which records to show; everything is compared, whatever it says. Default: all. */
  readonly wants?: (record: DiagnosticRecord) => boolean;
  /** A grouping beside those by cause and by package. */
  readonly groupBy?: GroupKey;
  /** Packages whose records were left out on both sides, being the same. Only with groupings by cause and by package. */
  readonly same?: readonly SamePackage[];
  /** How the user named the two. */
  readonly names?: readonly [before: string, after: string];
}

/** Compares two reports: what is allocated on the heap now and was not, and the other way round, and why. */
export function diffReports(older: ReportRecords, newer: ReportRecords, options: DiffOptions = {}): Diff {
  return prepareDiff(older, newer, options)(null);
}

/**
 * Compares two reports as far as that needs no source. What is returned does the rest, as often as it is called; it asks
 * the source for functions with allocations that are only on one side, and for what they call.
 */
export function prepareDiff(
  older: ReportRecords,
  newer: ReportRecords,
  options: DiffOptions = {},
): (source: SourceView | null) => Diff {
  const [before, after] = bothRead(...bothBuilt(older, newer));
  const { all = false, wants = () => true, groupBy = "cause", same = [] } = options;
  const names = new NameReader();
  const items = (records: ReportRecords) => itemsOf(records, names).filter(({ record }) => all || isWritten(record));
  const [oldItems, newItems] = [items(before), items(after)];
  const [oldSide, newSide] = [sideOf(before, names), sideOf(after, names)];
  const functions = { before: oldSide.functions, after: newSide.functions };
  const renames = matchItems(oldItems, newItems, functions);
  const release = releaseOf(before);
  const comparison = { renames, sameRelease: release !== null && release === releaseOf(after) };
  const ranks = (record: SiteRecord) => all || isRanked(record);
  const leaks = diffLeaks(oldSide.functions, newSide.functions, renames, names);
  const returned = (record: SiteRecord) => record.cause === "returned" && ranks(record) && wants(record);
  const left = same.flatMap(({ causes }) => Object.values(causes)).reduce((sum, count) => sum + count, 0);
  return (source) => {
    const calls = new StandingCalls(source, oldSide.functions, newSide.functions, renames, names);
    const outcome = withMatches(matchBySource(oldItems, newItems, functions, renames, calls), () =>
      sortOut(oldItems, newItems, comparison, { ranks, wants }),
    );
    const evidence = new Evidence(oldSide, newSide, leaks, calls, names);
    const outside = new OutsideReasons(source, before.header, after.header);
    const newOnes = [...outcome.added].sort((a, b) => byPlace(a.record, b.record));
    const records = newOnes.map(({ record }) => record);
    const explaining = { evidence, calls, outside, functions: newSide.functions, names, returned };
    const { reasons, indices } = explainAdded(records, explaining);
    const added = withReasons(newOnes, indices, oldItems);
    const removed = outcome.removed.map(({ record }) => record).sort(byPlace);
    const kept = outcome.kept.length + left;
    return {
      schema: DIFF_SCHEMA,
      before: describeSide(before, options.names?.[0], kept + removed.length),
      after: describeSide(after, options.names?.[1], kept + added.length + outcome.makes.length),
      groups: groupingsOf(
        new Set<GroupKey>(["cause", "package", groupBy]),
        { added, removed, kept: outcome.kept, makes: outcome.makes },
        same,
      ),
      added,
      removed,
      moved: [...outcome.moved].sort((a, b) => byPlace(a.after, b.after)),
      changed: [...outcome.changed].sort((a, b) => byPlace(a.after, b.after)),
      unchanged: outcome.unchanged + left,
      leaks: { added: leaks.added.filter(wants), removed: leaks.removed.filter(wants) },
      reasons: [...reasons],
    };
  };
}

/** What is computed while some items more are each other's mates. */
function withMatches<T>(pairs: readonly (readonly [Item, Item])[], compute: () => T): T {
  try {
    return compute();
  } finally {
    for (const [old, now] of pairs) {
      old.mate = null;
      now.mate = null;
    }
  }
}

/** Without packages that could not be built on one of the sides: all of them would be new there, or gone. */
function bothBuilt(before: ReportRecords, after: ReportRecords): readonly [ReportRecords, ReportRecords] {
  const failed = new Set([before, after].flatMap(({ header }) => header.build?.failed ?? []));
  if (failed.size === 0) return [before, after];
  const isBuilt = (record: { readonly package: string | null }) =>
    record.package === null || !failed.has(record.package);
  const built = ({ escapes, calls, leaks, inlining, devirtualization, ...rest }: ReportRecords): ReportRecords => ({
    ...rest,
    escapes: escapes.filter(isBuilt),
    calls: calls.filter(isBuilt),
    leaks: leaks.filter(isBuilt),
    inlining: inlining.filter(isBuilt),
    devirtualization: devirtualization.filter(isBuilt),
  });
  return [built(before), built(after)];
}

/** Without calls where only one side has them: all of them would be new there, or gone. */
function bothRead(before: ReportRecords, after: ReportRecords): readonly [ReportRecords, ReportRecords] {
  if (knowsCalls(before) === knowsCalls(after)) return bothMove(before, after);
  return [
    { ...before, calls: [] },
    { ...after, calls: [] },
  ];
}

/**
 * Without the calls with which Go 1.26 and later move a slice that grew on the stack to the heap, where the other side is
 * built by a release that lets it grow on the heap: the growth is the allocation on both.
 */
function bothMove(before: ReportRecords, after: ReportRecords): readonly [ReportRecords, ReportRecords] {
  if (releaseOf(before) === releaseOf(after) || movesSlices(before) === movesSlices(after)) return [before, after];
  const without = (side: ReportRecords) => ({ ...side, calls: side.calls.filter(({ call }) => !isMove(call)) });
  return [without(before), without(after)];
}

function movesSlices({ calls }: ReportRecords): boolean {
  return calls.some(({ call }) => isMove(call));
}

function isMove(call: string | null): boolean {
  return call?.startsWith("moveSlice") === true;
}

function knowsCalls({ header, escapes, calls }: ReportRecords): boolean {
  const read = header.build?.machineCode;
  return read ?? (calls.length > 0 || escapes.some(({ call, reason }) => call !== null || reason !== null));
}

/** Whether nothing that a reader has to look at differs. */
export function isEmptyDiff({ added, removed, moved, changed, leaks }: Diff): boolean {
  return [added, removed, moved, changed, leaks.added, leaks.removed].every((list) => list.length === 0);
}

function itemsOf({ escapes, calls }: ReportRecords, names: NameReader): Item[] {
  return [...escapes, ...calls].sort(byPlace).map((record) => new Item(record, names));
}

function sideOf(records: ReportRecords, names: NameReader): Side {
  const { escapes, leaks, inlining, inlined } = records;
  const written = {
    inlined,
    escapes: escapes.filter(isWritten),
    leaks: leaks.filter(isWritten),
    inlining: inlining.filter(isWritten),
  };
  return { records, functions: new Functions(written, names) };
}

/** New records with their reasons; those without one, with the step at which they leave the flow of an old one. */
function withReasons(
  added: readonly Item[],
  indices: readonly (number | null)[],
  before: readonly Item[],
): AddedEscape[] {
  const unexplained = added.filter((_, i) => indices[i] === null);
  const similar = new SimilarItems(before, unexplained);
  return added.map((item, i) => {
    const reason = indices[i] ?? null;
    const like = reason === null ? similar.find(item) : null;
    const parts = like === null ? null : partingStep(like.record, item.record);
    return addedRecord(item.record, { reason, parts });
  });
}

/** `reason` of the record becomes `doubt`: in a diff it tells why the allocation is new. */
function addedRecord(record: SiteRecord, fields: Pick<AddedEscape, "reason" | "parts">): AddedEscape {
  const doubt = typeof record.reason === "string" ? record.reason : null;
  return { ...record, doubt, ...fields };
}

/** As in a report; what stands in one place is put in order by its text, so that the order of the input never counts. */
function byPlace(a: SiteRecord, b: SiteRecord): number {
  const order = compareRecords(a, b);
  return order !== 0 || a === b ? order : compareText(wayText(a), wayText(b));
}

function wayText(record: SiteRecord): string {
  return JSON.stringify(record.kind === "escape" ? record.flow : record.stack);
}

/** `go1.26` of `go1.26.8`: patch releases print the same. */
function releaseOf({ header }: ReportRecords): string | null {
  return /^go1\.\d+/.exec(header.toolchain?.version ?? "")?.[0] ?? null;
}

function describeSide({ header }: ReportRecords, name: string | undefined, escapes: number): DiffSide {
  const { toolchain, build } = header;
  return { name: name ?? null, toolchain, build, revision: build?.revision ?? null, escapes };
}
