import { formatCount } from "../../text/number.js";
import type { Draft } from "../draft.js";
import type { GoroutineGroup, Point } from "../point.js";
import { countsOf, detailsOf, type GoroutineGrowth } from "./goroutines.js";

/**
 * Goroutines that can never be woken: the collector has shown that they wait for what nothing can reach any more (Go 1.26
 * and later), or they wait for a nil channel. One point is enough.
 */
export function leakedDrafts(points: readonly Point[], growth: GoroutineGrowth): Draft[] {
  const found = points.findLast(({ leaked }) => leaked !== null)?.leaked ?? null;
  const texts = growth.details === null ? [] : [...growth.details.groups.values()];
  const groups = found === null ? texts.flatMap(marked) : [...found.groups.values()];
  const known = new Set(groups.map(({ key }) => key));
  const onNil = texts.filter(({ onNil, key }) => onNil > 0 && !known.has(key));
  return [
    ...groups.filter(({ count }) => count > 0).map((group) => draft(group, growth)),
    ...onNil.map((group) => draft({ ...group, count: group.onNil }, growth)),
  ];
}

/** Those that a text of goroutines marks with `(leaked)`. */
function marked(group: GoroutineGroup): GoroutineGroup[] {
  return group.leaked > 0 ? [{ ...group, count: group.leaked }] : [];
}

function draft(group: GoroutineGroup, growth: GoroutineGrowth): Draft {
  const { snapshots, times } = growth;
  const counts = countsOf(group.key, snapshots);
  const known = counts.some((count) => count > 0);
  const onNil = (growth.details?.groups.get(group.key)?.onNil ?? 0) > 0;
  const why = onNil ? "on a nil channel, which never becomes ready" : "that nothing else can reach";
  const what = onNil
    ? group.waitsFor
    : group.waitsFor.startsWith("chan")
      ? `${group.waitsFor} on a channel`
      : group.waitsFor;
  return {
    kind: "goroutine-blocked",
    certainty: "proved",
    place: group.site.user ?? group.stack[0] ?? null,
    summary: `${formatCount(group.count)} ${group.count === 1 ? "goroutine" : "goroutines"} can never wake: ${what} ${why}`,
    unit: "goroutines",
    series: known ? { values: counts, times } : { values: [group.count], times: [null] },
    stack: group.stack,
    ...detailsOf(group, growth),
    evidence: [
      group.onNil > 0
        ? `the text of goroutines says of ${formatCount(group.onNil)}: ${group.waitsFor} (nil chan)`
        : `the garbage collector found ${formatCount(group.count)} that wait for what cannot be reached`,
      ...(known && counts.length > 1 ? [`${counts.map(formatCount).join(", ")} goroutines there at the points`] : []),
    ],
  };
}
