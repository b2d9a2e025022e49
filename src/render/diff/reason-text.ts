import type { AddedEscape, Diff, DiffSide, Effect, MovedEscape, Parts, Reason } from "../../records/diff.js";
import { formatCount, plural } from "../../text/number.js";
import { placeText } from "../text/place.js";

/**
 * Why allocations are new, as a clause: `printAny is no longer inlined: cost 83 exceeds budget 80, before 79`. `perhaps …`
 * where that is likely and not shown.
 */
export function reasonText(reason: Reason): string {
  return reason.shown ? reasonClause(reason) : `perhaps ${reasonClause(reason)}`;
}

function reasonClause({ kind, function: name, subject, before, after }: Reason): string {
  switch (kind) {
    case "inlining-lost":
      return `${name} is no longer inlined: ${inliningDetail(before, after)}`;
    case "inlining-gained":
      return `${name} is inlined here now, and with it what it allocates`;
    case "leak-appeared":
      return `${name} began to leak what it is given${subject === null ? "" : ` as ${subject}`}`;
    case "devirtualization-lost":
      return `${subject} in ${name} was a direct call and is decided at run time now${before === null ? "" : ` (before: ${before})`}`;
    case "instance-added":
      return `${name} is compiled for one more type now: ${subject}`;
    case "callee-edited":
      return `${name}, which is inlined here, has changed`;
    case "dependency-changed":
      return `${subject} is another version: ${before} before, ${after} now`;
    case "release-changed":
      return `another release of Go compiles the same code: ${before} before, ${after} now`;
  }
}

/** `cannot inline f: function too complex: cost 83 exceeds budget 80` and `can inline f with cost 79` in a few words. */
function inliningDetail(before: string | null, after: string | null): string {
  const reason = after?.replace(/^cannot inline .*?: (?:function too complex: )?/, "") ?? "";
  const cost = /with cost (\d+)$/.exec(before ?? "")?.[1];
  return cost === undefined ? reason : `${reason}, before it was ${cost}`;
}

/** Where a new allocation's flow leaves that of one like it, as a clause. */
export function partsText({ before, after, like }: Parts): string {
  const old = before === null ? "ends" : `goes on to ${before.expression} (${before.reason})`;
  const now = after === null ? "this one ends" : `this one goes on to ${after.expression} (${after.reason})`;
  return `like ${placeText(like)}, which ${old}; ${now}`;
}

const EFFECT_TEXTS: Readonly<Record<Effect, string>> = {
  "into-loop": "worse: in a loop now",
  "more-bytes": "worse: larger now",
  certain: "worse: each time that its line runs now",
  "out-of-loop": "better: out of the loop",
  "fewer-bytes": "better: smaller now",
  conditional: "better: a path avoids it now",
  "no-growth": "better: made once instead of grown",
  preallocated: "better: a make gives it its room now",
  "new-instance": "a new instance of the function has it, too",
  "instance-gone": "an instance of the function that had it is gone",
};

/** What a change does to an allocation, in words: `better: out of the loop; worse: larger now`. */
export function effectsText(effects: readonly Effect[]): string {
  return effects.map((effect) => EFFECT_TEXTS[effect]).join("; ");
}

/** `3 added, 1 removed, 2 moved, 1 changed, 10 unchanged`. What there is none of is left out, but not the first two. */
export function countsText({ added, removed, moved, changed, unchanged }: Diff): string {
  const rest: [number, string][] = [
    [moved.length, "moved"],
    [changed.length, "changed"],
    [unchanged, "unchanged"],
  ];
  return [
    `${formatCount(added.length)} added`,
    `${formatCount(removed.length)} removed`,
    ...rest.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`),
  ].join(", ");
}

/** `old.json: 12 heap allocations · go1.26.8 linux/amd64`. */
export function sideText({ name, revision, escapes, toolchain }: DiffSide): string {
  const commit = revision === null || name?.startsWith(revision) === true ? "" : ` (${revision.slice(0, 12)})`;
  const go = toolchain === null ? "" : ` · ${toolchain.version} ${toolchain.goos}/${toolchain.goarch}`;
  return `${name === null ? "" : `${name}${commit}: `}${plural(escapes, "heap allocation")}${go}`;
}

/** What to say when nothing differs. */
export function emptyText({ before, after }: Diff): string {
  if (before.escapes === 0 && after.escapes === 0) {
    return "Nothing to compare: neither side has a heap allocation to show. If you filtered, look without the filters too.";
  }
  return `No difference: ${after.escapes === 1 ? "the one heap allocation is" : `all ${formatCount(after.escapes)} heap allocations are`} the same on both sides.`;
}

/** Moves that have the old and the new place in common. */
export interface Move {
  /** A file, function or package, whichever says most. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** From where to where things moved, most frequent first. */
export function movesOf(moved: readonly MovedEscape[]): Move[] {
  const moves = new Map<string, Move>();
  for (const { before, after, what } of moved) {
    const by = what.includes("package") ? "package" : what.includes("function") ? "function" : "file";
    const [from, to] = [before[by] ?? "(none)", after[by] ?? "(none)"];
    const count = (moves.get(`${from} ${to}`)?.count ?? 0) + 1;
    moves.set(`${from} ${to}`, { from, to, count });
  }
  return [...moves.values()].sort((a, b) => b.count - a.count);
}

/** The new allocations by their reason: reasons that explain most first, those without one last. */
export function byReason({ added, reasons }: Diff): [Reason | null, AddedEscape[]][] {
  const groups = reasons
    .filter((reason) => reason.added.length > 0)
    .map((reason): [Reason, AddedEscape[]] => [reason, reason.added.flatMap((index) => added[index] ?? [])])
    .sort(([a], [b]) => b.added.length - a.added.length);
  const others = added.filter(({ reason }) => reason === null);
  return others.length === 0 ? groups : [...groups, [null, others]];
}

/** Reasons that explain no record: see the schema. */
export function silentReasons({ reasons }: Diff): Reason[] {
  return reasons.filter(({ added }) => added.length === 0);
}
