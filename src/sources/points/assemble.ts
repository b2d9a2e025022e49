import { type Point, timeOf } from "../../leaks/point.js";
import type { Part } from "./read-part.js";

/** A file of a point and what it is called. */
export interface NamedPart {
  readonly name: string;
  readonly part: Part;
}

type Kind = Part["kind"];

/** Makes one point of files of which no two are of one kind. */
export function pointOf(name: string, parts: readonly NamedPart[]): Point {
  let point: Point = {
    name,
    heap: null,
    goroutines: null,
    details: null,
    leaked: null,
    memstats: null,
    process: null,
  };
  for (const { part } of parts) point = withPart(point, part);
  return point;
}

function withPart(point: Point, part: Part): Point {
  switch (part.kind) {
    case "heap":
      return { ...point, heap: part.heap };
    case "goroutines":
    case "details":
    case "leaked":
      return { ...point, [part.kind]: part.goroutines };
    case "memstats":
      return { ...point, memstats: part.memstats };
    case "process":
      return { ...point, process: part.process };
    case "foreign":
      return point;
  }
}

/** Whether some files are of one kind, so that they are of several points. */
export function hasSeveral(parts: readonly NamedPart[]): boolean {
  const kinds = parts.map(({ part }) => part.kind);
  return new Set(kinds).size < kinds.length;
}

/**
 * Makes points of single files: one for each of the kind that there are most of, each with the other files that were
 * taken nearest to it. Files that do not tell their time belong together in their order.
 */
export function pointsOf(parts: readonly NamedPart[]): Point[] {
  const byKind = new Map<Kind, NamedPart[]>();
  for (const each of parts) byKind.set(each.part.kind, [...(byKind.get(each.part.kind) ?? []), each]);
  const series = [...byKind.values()].map(inOrder);
  const anchors = series.reduce<NamedPart[]>((most, each) => (each.length > most.length ? each : most), []);
  let points = anchors.map((anchor) => pointOf(anchor.name, [anchor]));
  for (const others of series) {
    if (others === anchors) continue;
    for (const [i, { part, name }] of others.entries()) {
      const at = placeFor(timeOf(pointOf(name, [{ name, part }])), i, others.length, points);
      points = points.map((point, j) => (j === at ? withPart(point, part) : point));
    }
  }
  return points;
}

/** Which point a file belongs to: the nearest in time; without times the one with its number, a single one to the last. */
function placeFor(time: number | null, index: number, count: number, points: readonly Point[]): number {
  if (time === null || points.some((point) => timeOf(point) === null)) {
    return count === 1 ? points.length - 1 : Math.min(index, points.length - 1);
  }
  const gaps = points.map((point) => Math.abs((timeOf(point) ?? 0) - time));
  return gaps.indexOf(Math.min(...gaps));
}

function inOrder(parts: readonly NamedPart[]): NamedPart[] {
  const timed = parts.map((each) => ({ each, time: timeOf(pointOf(each.name, [each])) }));
  if (timed.some(({ time }) => time === null)) return [...parts];
  return timed.sort((a, b) => (a.time ?? 0) - (b.time ?? 0)).map(({ each }) => each);
}

/** Points in the order in which they were taken, where all of them tell. */
export function inTime(points: readonly Point[]): Point[] {
  if (points.some((point) => timeOf(point) === null)) return [...points];
  return [...points].sort((a, b) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0));
}
