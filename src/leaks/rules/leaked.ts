import { formatCount } from "../../text/number.js";
import type { Draft } from "../draft.js";
import type { GoroutineGroup, Point } from "../point.js";
import { total } from "../trend.js";
import { countsOf, detailsOf, type GoroutineGrowth } from "./goroutines.js";

/**
 * Goroutines that can never be woken: the collector has shown that they wait for what nothing can reach any more (Go 1.26
 * and later), or they wait for a nil channel or in a `select` without cases. One point is enough for most.
 */
export function leakedDrafts(points: readonly Point[], growth: GoroutineGrowth): Draft[] {
  const found = points.findLast(({ leaked }) => leaked !== null)?.leaked ?? null;
  const texts = growth.details === null ? [] : [...growth.details.groups.values()];
  const groups = found === null ? texts.flatMap(marked) : [...found.groups.values()];
  const known = new Set(groups.map(({ key }) => key));
  const onNil = texts.filter((group) => group.onNil > 0).map((group) => ({ ...group, count: group.onNil }));
  const noCases = [...(growth.snapshots.at(-1)?.groups.values() ?? [])].filter(hasNoCases);
  const all = [...groups, ...[...onNil, ...noCases].filter(({ key }) => !known.has(key))];
  return all.filter((group) => group.count > 0 && !isOnPurpose(group, growth)).map((group) => draft(group, growth));
}

/**
 * Whether a goroutine was written to wait for ever: the main one, which keeps the program running by that, and those in
 * `select {}` that become no more.
 */
function isOnPurpose({ stack, waitsFor, key }: GoroutineGroup, { snapshots }: GoroutineGrowth): boolean {
  if (stack.at(-1)?.function === "main.main") return true;
  return hasNoCases({ waitsFor }) && (snapshots.length < 2 || total(countsOf(key, snapshots)) <= 0);
}

function hasNoCases({ waitsFor }: Pick<GoroutineGroup, "waitsFor">): boolean {
  return waitsFor === "select (no cases)";
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
  return {
    kind: "goroutine-blocked",
    certainty: "proved",
    place: group.site.user ?? group.stack[0] ?? null,
    summary: `${formatCount(group.count)} ${group.count === 1 ? "goroutine" : "goroutines"} can never wake: ${whyNever(group, onNil)}`,
    unit: "goroutines",
    onNil,
    series: known ? { values: counts, times } : { values: [group.count], times: [null] },
    stack: group.stack,
    ...detailsOf(group, growth),
    evidence: [
      evidenceOf(group, onNil),
      ...(known && counts.length > 1 ? [`${counts.map(formatCount).join(", ")} goroutines there at the points`] : []),
    ],
  };
}

function whyNever({ waitsFor }: GoroutineGroup, onNil: boolean): string {
  if (onNil) return `${waitsFor} on a nil channel, which never becomes ready`;
  if (hasNoCases({ waitsFor })) return `${waitsFor}, which has no way out`;
  return `${waitsFor}${waitsFor.startsWith("chan") ? " on a channel" : ""} that nothing else can reach`;
}

function evidenceOf(group: GoroutineGroup, onNil: boolean): string {
  const count = formatCount(group.count);
  if (onNil) return `the text of goroutines says of ${count}: ${group.waitsFor} (nil chan)`;
  if (hasNoCases(group)) return `${count} wait there, and a select without cases ends by nothing`;
  return `the garbage collector found ${count} that wait for what cannot be reached`;
}
