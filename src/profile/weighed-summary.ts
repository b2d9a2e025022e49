import type { SiteRecord } from "../records/record.js";
import { type GroupKey, groupKey } from "../report/group-keys.js";
import { compareRecords } from "../report/record-order.js";
import type { Group, Summary } from "../report/summary.js";
import type { Weight, Weights } from "./record-weights.js";

/** How a summary is ranked by a profile. */
export interface WeighedOptions {
  readonly weights: Weights;
  /** How people call the profile. */
  readonly name: string;
  /** Whether a record is one of those that the summary counts. */
  readonly counts: (record: SiteRecord) => boolean;
  /** Rows and records to keep, of a summary that has more: the heaviest need not be the most. */
  readonly top: number;
}

/**
 * The summary with what was allocated: groups and the records worth looking at first are ranked by bytes, and those
 * without any stand behind them.
 */
export function weighedSummary(summary: Summary, { weights, name, counts, top }: WeighedOptions): Summary {
  const counted = [...weights.records].filter(([record]) => counts(record));
  const joined = sumOf(counted);
  // Times are of functions: added up by record, they would count several times.
  const groups = (rows: readonly Group[], by: GroupKey) =>
    weights.unit === "bytes" ? rankedGroups(rows, by, counted) : rows;
  return {
    ...summary,
    profile: { name, unit: weights.unit, total: weights.total, joined, weightOf: (record) => weights.of(record) },
    groups: groups(summary.groups, summary.groupBy).slice(0, summary.groupBy === "cause" ? undefined : top),
    topPackages: groups(summary.topPackages, "package").slice(0, top),
    topFunctions: groups(summary.topFunctions, "function").slice(0, top),
    topRecords: rankedRecords(summary.topRecords, counted, top),
  };
}

type Counted = readonly (readonly [SiteRecord, Weight])[];

function sumOf(counted: Counted): Weight {
  return counted.reduce(
    (sum, [, { bytes, objects }]) => ({ bytes: sum.bytes + bytes, objects: sum.objects + objects }),
    { bytes: 0, objects: 0 },
  );
}

function rankedGroups(rows: readonly Group[], by: GroupKey, counted: Counted): Group[] {
  const bytes = new Map<string, number>();
  for (const [record, weight] of counted) {
    const key = groupKey(record, by);
    bytes.set(key, (bytes.get(key) ?? 0) + weight.bytes);
  }
  // The sort is stable: what has none stays by count.
  return rows
    .map((group) => ({ ...group, allocated: bytes.get(group.key) ?? 0 }))
    .sort((a, b) => b.allocated - a.allocated);
}

/** The heaviest, each place once, then those that are worth a look anyway. */
function rankedRecords(others: readonly SiteRecord[], counted: Counted, top: number): SiteRecord[] {
  const heaviest = [...counted]
    .filter(([, { bytes }]) => bytes > 0)
    .sort(([a, x], [b, y]) => y.bytes - x.bytes || compareRecords(a, b))
    .map(([record]) => record);
  const places = new Set<string>();
  return [...heaviest, ...others]
    .filter((record) => {
      const place = `${record.file}:${record.line}:${record.column} ${record.cause} ${record.message}`;
      return !places.has(place) && places.add(place);
    })
    .slice(0, top);
}
