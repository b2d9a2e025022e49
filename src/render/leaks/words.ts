import { callPlace } from "../../leaks/shown-place.js";
import type { LeakFinding, LeakMemory, LeakPoint, Leaks, LeakTrace } from "../../records/leaks.js";
import { formatBytes, formatCount, formatShare, plural } from "../../text/number.js";

const BARS = "▁▂▃▄▅▆▇█";

/** Values as a row of bars, the lowest and the highest for the least and the most. */
export function sparkline(values: readonly number[]): string {
  const least = Math.min(...values);
  const most = Math.max(...values);
  return values
    .map((value) => BARS[most > least ? Math.round(((value - least) / (most - least)) * (BARS.length - 1)) : 0])
    .join("");
}

/** What stays, in words; null where nothing says it. */
export function valueText({ allocates, objectBytes }: LeakFinding): string | null {
  const size = objectBytes === null ? null : `${formatCount(Math.round(objectBytes))} bytes each`;
  if (allocates === null) return size;
  const { expression, type } = allocates;
  return [
    `\`${expression}\``,
    ...(type === null ? [] : [`of type \`${type}\``]),
    ...(size === null ? [] : [size]),
  ].join(", ");
}

const SHORTEST_MINUTES = 1 / 6;

/** Growth in words: `+3 MB, 2 MB a minute, 97.1% of what grew`. */
export function growthText({ growth, unit, perMinute, share }: LeakFinding): string {
  const parts: string[] = [];
  const first = growth[0] ?? 0;
  const last = growth.at(-1) ?? 0;
  const amount = (value: number) => (unit === "bytes" ? formatBytes(value) : formatCount(Math.round(value)));
  if (growth.length > 1 && last > first) parts.push(`+${amount(last - first)}${unit === "bytes" ? "" : ` ${unit}`}`);
  else parts.push(unit === "bytes" ? amount(last) : plural(Math.round(last), unit.slice(0, -1)));
  // Of a few seconds, what a minute would bring is a guess.
  const long = perMinute !== null && last - first > perMinute * SHORTEST_MINUTES;
  if (perMinute !== null && perMinute > 0 && long) parts.push(`${amount(perMinute)} a minute`);
  if (share !== null) parts.push(`${formatShare(share)} of what grew`);
  return parts.join(", ");
}

/** The first line: what was found. */
export function headline({ findings, points }: Leaks): string {
  const number = plural(points.length, "point");
  if (points.length === 0) return "No points to judge.";
  if (findings.length === 0) return `No leak was found in ${number}.`;
  const counts = (["proved", "likely", "possible"] as const).flatMap((certainty) => {
    const count = findings.filter((each) => each.certainty === certainty).length;
    return count === 0 ? [] : [`${formatCount(count)} ${certainty}`];
  });
  return `${plural(findings.length, "leak")} in ${number}: ${counts.join(", ")}`;
}

const COLUMNS: readonly {
  readonly title: string;
  readonly of: (point: LeakPoint) => number | null;
  readonly bytes: boolean;
}[] = [
  { title: "live heap", of: ({ live }) => live, bytes: true },
  { title: "in use", of: ({ inuse }) => inuse, bytes: true },
  { title: "goroutines", of: ({ goroutines }) => goroutines, bytes: false },
  { title: "stacks", of: ({ stacks }) => stacks, bytes: true },
  { title: "descriptors", of: ({ descriptors }) => descriptors, bytes: false },
  { title: "resident", of: ({ rss }) => rss, bytes: true },
];

/** The points as rows, the titles first; columns that no point has are left out. */
export function pointRows(points: readonly LeakPoint[], judged: readonly number[]): string[][] {
  const columns = COLUMNS.filter(({ of }) => points.some((point) => of(point) !== null));
  const started = points.find(({ time }) => time !== null)?.time ?? null;
  const rows = points.map((point, i) => [
    String(i + 1) + (judged.includes(i) ? "" : "*"),
    point.time === null || started === null ? "" : elapsedText(Date.parse(point.time) - Date.parse(started)),
    ...columns.map(({ of, bytes }) => {
      const value = of(point);
      return value === null ? "" : bytes ? formatBytes(value) : formatCount(value);
    }),
  ]);
  return [["point", "after", ...columns.map(({ title }) => title)], ...rows];
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
function elapsedText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Where the memory is, in one line. */
export function memoryText({ rss, live, unused, kept, stacks, runtime, outside }: LeakMemory): string {
  const parts = [
    `${formatBytes(live)} reachable`,
    `${formatBytes(unused)} room between objects`,
    `${formatBytes(kept)} empty and not given back`,
    `${formatBytes(stacks)} stacks`,
    `${formatBytes(runtime)} the run time's own`,
  ];
  if (outside !== null) parts.push(`${formatBytes(outside)} outside of Go (the executable, cgo, mmap)`);
  return `Memory at the last point: ${rss === null ? "" : `${formatBytes(rss)} resident; `}${parts.join(", ")}.`;
}

/** Where goroutines waited, as rows, the titles first. */
export function traceRows({ waits }: LeakTrace, root: string | undefined): string[][] {
  const seconds = (value: number) => value.toFixed(value < 10 ? 2 : 0);
  const rows = waits.map((wait) => [
    formatCount(wait.blocked),
    formatCount(wait.neverRan),
    seconds(wait.longest),
    seconds(wait.seconds),
    wait.waitsFor,
    callPlace(wait, root) ?? "",
  ]);
  return [["blocked", "never ran", "longest s", "all s", "waits for", "at"], ...rows];
}

/** What the rows are of. */
export function traceTitle({ seconds }: LeakTrace): string {
  return `Where goroutines waited in ${seconds.toFixed(1)} s of trace: blocked at its end, never seen running, and for how long`;
}

/** What this run could not have seen. */
export function limitsText({ limits: { heapBytes, goroutines, period } }: Leaks): string | null {
  const parts: string[] = [];
  if (heapBytes !== null) {
    const rate = period === null || period <= 1 ? "" : ` (one sample for ${formatBytes(period)})`;
    parts.push(`${formatBytes(heapBytes)} of small objects from one line${rate}`);
  }
  if (goroutines !== null) parts.push(plural(goroutines, "goroutine"));
  return parts.length === 0 ? null : `The smallest leak that this run could have seen: ${parts.join(", ")}.`;
}
