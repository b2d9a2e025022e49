import { formatCount } from "../../text/number.js";
import { type Draft, NO_GOROUTINES } from "../draft.js";
import { type LineGrowth, lineThatCalled, lineThatCalls } from "../growth.js";
import type { DescriptorCounts, GoroutineSnapshot, ProcessFacts } from "../point.js";
import { FULL_POINTS, isSteady, total } from "../trend.js";

/** More descriptors than this are opened by chance between two points. */
const LOST = 20;
/** Descriptors that connections explain: one each, and some to spare. */
const PER_CONNECTION = 1.2;

type DescriptorSort = "files" | "listening" | "sockets" | "others";

const SORTS: Readonly<
  Record<DescriptorSort, { readonly kind: Draft["kind"]; readonly what: string; readonly callers: RegExp }>
> = {
  files: {
    kind: "file",
    what: "files",
    callers: /^os\.(?:\(\*Root\)\.)?(?:Open|OpenFile|Create|CreateTemp|OpenInRoot|NewFile)$/,
  },
  listening: { kind: "listener", what: "listening sockets", callers: /^net\.(?:\(\*ListenConfig\)\.)?Listen/ },
  sockets: {
    kind: "other-resource",
    what: "sockets",
    callers: /^net\.(?:\(\*Dialer\)\.)?Dial|^net\/http\.\(\*(?:Client|Transport)\)\./,
  },
  others: {
    kind: "other-resource",
    what: "pipes and other descriptors",
    callers: /^os\.Pipe$|^os\/exec\.\(\*Cmd\)\.Start$/,
  },
};

/** Descriptors at the points that are judged, all of which have them. */
export interface DescriptorGrowth {
  readonly facts: readonly ProcessFacts[];
  readonly times: readonly (number | null)[];
  readonly floor: number;
}

/** How many descriptors there are. */
export function descriptorCount({ files, sockets, others }: DescriptorCounts): number {
  return files + sockets + others;
}

/** What is opened and not closed, or closed by the collector only. */
export function descriptorDrafts(
  growth: DescriptorGrowth,
  snapshots: readonly GoroutineSnapshot[],
  lines: readonly LineGrowth[],
): Draft[] {
  const counts = growth.facts.flatMap(({ descriptors }) => descriptors ?? []);
  return [...lostDrafts(counts, growth, lines), ...openDrafts(counts, growth, snapshots, lines)];
}

type Counts = readonly { readonly before: DescriptorCounts; readonly after: DescriptorCounts }[];

/** Closed by the collector only: two points have more before a collection than after it. */
function lostDrafts(counts: Counts, { times }: DescriptorGrowth, lines: readonly LineGrowth[]): Draft[] {
  const closed = counts.map(({ before, after }) => descriptorCount(before) - descriptorCount(after));
  if (closed.filter((count) => count > LOST).length < 2) return [];
  const sort = mostOf((of) => counts.reduce((sum, { before, after }) => sum + of(before) - of(after), 0));
  const { kind, what, callers } = SORTS[sort];
  const { caller, how } = opener(callers, lines, "allocSamples");
  return [
    {
      kind,
      certainty: "proved",
      place: caller?.place ?? null,
      summary: `${what} are not closed: only the garbage collector does it, when it comes to them`,
      unit: "descriptors",
      series: { values: counts.map(({ before }) => descriptorCount(before)), times },
      ...NO_GOROUTINES,
      stack: caller?.stack ?? [],
      evidence: [`a collection at each point closed ${closed.map(formatCount).join(", ")} descriptors`, ...how],
    },
  ];
}

/** Open, and more and more. */
function openDrafts(
  counts: Counts,
  { facts, times, floor }: DescriptorGrowth,
  snapshots: readonly GoroutineSnapshot[],
  lines: readonly LineGrowth[],
): Draft[] {
  const values = counts.map(({ after }) => descriptorCount(after));
  if (values.length < 2 || !isSteady(values, floor)) return [];
  const connections = total(snapshots.map(connectionsOf));
  if (total(values) <= PER_CONNECTION * connections) return [];
  const sort = mostOf((of) => total(counts.map(({ after }) => of(after))));
  const { kind, what, callers } = SORTS[sort];
  const { caller, how } = opener(callers, lines, "inuseSamples");
  const evidence = [
    `${values.map(formatCount).join(", ")} open descriptors at the points, most of the new ones ${what}`,
    ...how,
  ];
  const mostOpen = facts.at(-1)?.mostOpen ?? null;
  if (kind === "file" && mostOpen !== null)
    evidence.push(`${mostOpen.file} is open ${formatCount(mostOpen.count)} times`);
  return [
    {
      kind,
      certainty: values.length < FULL_POINTS ? "possible" : "likely",
      place: caller?.place ?? null,
      summary: `${what} are opened and not closed: ${formatCount(total(values))} more`,
      unit: "descriptors",
      series: { values, times },
      ...NO_GOROUTINES,
      stack: caller?.stack ?? [],
      evidence,
    },
  ];
}

/** Which line opens them, and how that is known where it is not by what grew: a file is small, and samples are few. */
function opener(
  callers: RegExp,
  lines: readonly LineGrowth[],
  by: "inuseSamples" | "allocSamples",
): { readonly caller: LineGrowth | null; readonly how: readonly string[] } {
  const growing = lineThatCalls(callers, lines, by);
  if (growing !== null) return { caller: growing, how: [] };
  const caller = lineThatCalled(callers, lines);
  return {
    caller,
    how: caller === null ? [] : ["of the lines that open such, this one has since the start done it most"],
  };
}

/** The sort of descriptors of which there are most, by a number of each. */
function mostOf(of: (count: (counts: DescriptorCounts) => number) => number): DescriptorSort {
  const amounts: readonly (readonly [DescriptorSort, number])[] = [
    ["files", of(({ files }) => files)],
    ["listening", of(({ listening }) => listening)],
    ["sockets", of(({ sockets, listening }) => sockets - listening)],
    ["others", of(({ others }) => others)],
  ];
  return amounts.reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

const CONNECTION = /^net\/http\.\(\*(?:conn\)\.serve|persistConn\)\.readLoop)$/;

/** Goroutines that each stand for a connection. */
function connectionsOf({ groups }: GoroutineSnapshot): number {
  let count = 0;
  for (const group of groups.values()) {
    if (CONNECTION.test(group.stack.at(-1)?.function ?? "")) count += group.count;
  }
  return count;
}
