import { formatCount, plural } from "../../text/number.js";
import type { Draft } from "../draft.js";
import type { Frame } from "../frame.js";
import { type LineGrowth, lineThatCalls } from "../growth.js";
import type { GoroutineGroup, GoroutineSnapshot } from "../point.js";
import { FULL_POINTS, isSteady, total } from "../trend.js";

/** Goroutines at the points that are judged. */
export interface GoroutineGrowth {
  readonly snapshots: readonly GoroutineSnapshot[];
  readonly times: readonly (number | null)[];
  /** The last of those with how long they wait and who made them; null without. */
  readonly details: GoroutineSnapshot | null;
  /** How many more there have to be at each point. */
  readonly floor: number;
}

/** What a group of goroutines is, by its stack. */
interface Sort {
  readonly kind: Draft["kind"];
  /** What there are more and more of. */
  readonly what: string;
  /** Where the stack does not lead to the code: who calls these functions, by the heap profile. */
  readonly callers: RegExp | null;
  /** At most this sure. */
  readonly possible: boolean;
}

/** Goroutines of the library that live as long as a connection, and are not looked at. */
const CONNECTIONS =
  /^net\/http\.\(\*(?:conn\)\.serve|persistConn\)\.(?:readLoop|writeLoop)|connReader\)\.backgroundRead|http2(?:serverConn|ClientConn|clientConnReadLoop)\))|^net\/http\/internal\/http2\./;
const HTTP_CALLS = /^net\/http\.(?:\(\*(?:Client|Transport)\)\.|(?:Get|Post|Head|PostForm)$)/;
const LISTEN_CALLS = /^net\.(?:\(\*ListenConfig\)\.)?Listen/;
const SQL_CALLS = /^database\/sql\.\(\*(?:DB|Conn|Tx|Stmt)\)\.(?:Query|Begin)/;

/** Tells what a group is; null for what comes and goes with connections. */
function sortOf({ site, stack, waitsFor }: GoroutineGroup): Sort | null {
  const has = (pattern: RegExp) => site.frames.some((frame) => pattern.test(frame.function));
  const entry = stack.at(-1)?.function ?? "";
  if (has(/^net\/http\.\(\*persistConn\)\.readLoop$/)) {
    // Idle connections wait in Peek for what the server may say.
    if (has(/^bufio\.\(\*Reader\)\.Peek$/)) return null;
    return {
      kind: "response-body",
      what: "connections wait until a response is read to its end",
      callers: HTTP_CALLS,
      possible: false,
    };
  }
  if (has(/^database\/sql\.\(\*Rows\)\.awaitDone$/)) {
    return { kind: "other-resource", what: "rows of a database are not closed", callers: SQL_CALLS, possible: false };
  }
  if (has(/^database\/sql\.\(\*Tx\)\.awaitDone$/)) {
    return { kind: "other-resource", what: "transactions are not ended", callers: SQL_CALLS, possible: false };
  }
  if (has(/^database\/sql\.\(\*DB\)\.connectionOpener$/)) {
    return {
      kind: "other-resource",
      what: "database handles are not closed",
      callers: /^database\/sql\.Open/,
      possible: false,
    };
  }
  if (has(/^net\.\(\*(?:TCP|Unix)Listener\)\.(?:Accept|accept)/)) {
    return { kind: "listener", what: "listeners are not closed", callers: LISTEN_CALLS, possible: false };
  }
  if (/^context\.\(\*cancelCtx\)\.propagateCancel/.test(entry)) {
    return { kind: "context", what: "contexts are not cancelled", callers: /^context\.With/, possible: false };
  }
  if (site.user === null) return null;
  if (/^sync\.(?:RW)?Mutex\./.test(waitsFor)) {
    return {
      kind: "goroutine-blocked",
      what: `goroutines wait for a lock (\`${waitsFor}\`)`,
      callers: null,
      possible: false,
    };
  }
  // Requests that are being served: with more load there are more of them.
  const possible = waitsFor === "IO wait" && CONNECTIONS.test(entry);
  return { kind: "goroutine-growth", what: waitWords(waitsFor), callers: null, possible };
}

function waitWords(waitsFor: string): string {
  if (waitsFor === "running" || waitsFor === "runnable") return "goroutines run";
  if (waitsFor === "sleep") return "goroutines sleep";
  if (waitsFor === "IO wait") return "goroutines wait for the network or a file";
  return `goroutines wait (\`${waitsFor}\`)`;
}

/** Goroutines that become more and more, without those that were proved to be leaked. */
export function goroutineDrafts(
  growth: GoroutineGrowth,
  lines: readonly LineGrowth[],
  proved: ReadonlySet<string>,
): Draft[] {
  const { snapshots, times, floor } = growth;
  const last = snapshots.at(-1);
  if (last === undefined || snapshots.length < 2) return [];
  const drafts: Draft[] = [];
  for (const group of last.groups.values()) {
    const values = countsOf(group.key, snapshots);
    if (proved.has(group.key) || !isSteady(values, floor)) continue;
    const sort = sortOf(group);
    if (sort === null) continue;
    const caller = sort.callers === null ? null : lineThatCalls(sort.callers, lines);
    const few = times.length < FULL_POINTS;
    const evidence = [`${values.map(formatCount).join(", ")} goroutines at ${plural(values.length, "point")}`];
    if (caller !== null) evidence.push("the heap profile shows which line it comes from");
    if (few) evidence.push(`${times.length} points are too few to tell a leak from more load`);
    drafts.push({
      kind: sort.kind,
      certainty: few || sort.possible ? "possible" : "likely",
      place: caller?.place ?? group.site.user,
      summary: `${sort.what}: ${formatCount(total(values))} more`,
      unit: "goroutines",
      series: { values, times },
      stack: caller?.stack ?? group.stack,
      waitsAt: caller === null ? null : (group.site.user ?? group.stack.at(-1) ?? null),
      ...detailsOf(group, growth),
      evidence,
    });
  }
  return drafts;
}

/** How many goroutines of a group there are at each point. */
export function countsOf(key: string, snapshots: readonly GoroutineSnapshot[]): number[] {
  return snapshots.map(({ groups }) => groups.get(key)?.count ?? 0);
}

/** What only a text of goroutines tells. */
export function detailsOf(
  { key, waitsFor, minutes, createdBy }: GoroutineGroup,
  { details }: Pick<GoroutineGrowth, "details">,
): { readonly waitsFor: string; readonly minutes: number | null; readonly madeAt: Frame | null } {
  const more = details?.groups.get(key);
  return { waitsFor, minutes: minutes ?? more?.minutes ?? null, madeAt: createdBy ?? more?.createdBy ?? null };
}
