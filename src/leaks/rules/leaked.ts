import { formatCount } from "../../text/number.js";
import type { Draft } from "../draft.js";
import type { GoroutineGroup, GoroutineSnapshot, Point } from "../point.js";
import { countsOf, detailsOf, type GoroutineGrowth } from "./goroutines.js";

/**
 * Goroutines that the collector has shown to wait for what nothing can reach any more (Go 1.26 and later). One point is
 * enough.
 */
export function leakedDrafts(points: readonly Point[], growth: GoroutineGrowth): Draft[] {
  const found = points.findLast(({ leaked }) => leaked !== null)?.leaked ?? null;
  const groups = found === null ? markedGroups(growth.details) : [...found.groups.values()];
  return groups.filter(({ count }) => count > 0).map((group) => draft(group, growth));
}

/** Those that a text of goroutines marks with `(leaked)`. */
function markedGroups(details: GoroutineSnapshot | null): GoroutineGroup[] {
  if (details === null) return [];
  return [...details.groups.values()].flatMap((group) => (group.leaked > 0 ? { ...group, count: group.leaked } : []));
}

function draft(group: GoroutineGroup, growth: GoroutineGrowth): Draft {
  const { snapshots, times } = growth;
  const counts = countsOf(group.key, snapshots);
  const known = counts.some((count) => count > 0);
  const what = group.waitsFor.startsWith("chan") ? `${group.waitsFor} on a channel` : group.waitsFor;
  return {
    kind: "goroutine-blocked",
    certainty: "proved",
    place: group.site.user ?? group.stack[0] ?? null,
    summary: `${formatCount(group.count)} ${group.count === 1 ? "goroutine" : "goroutines"} can never wake: ${what} that nothing else can reach`,
    unit: "goroutines",
    series: known ? { values: counts, times } : { values: [group.count], times: [null] },
    stack: group.stack,
    ...detailsOf(group, growth),
    evidence: [
      `the garbage collector found ${formatCount(group.count)} that wait for what cannot be reached`,
      ...(known && counts.length > 1 ? [`${counts.map(formatCount).join(", ")} goroutines there at the points`] : []),
    ],
  };
}
