import { isEmptyDiff } from "../../diff/index.js";
import type { Diff, Grouping } from "../../records/diff.js";
import type { LeakRecord } from "../../records/record.js";
import { displayWidth, fill, fitEnd } from "../../text/fit.js";
import { formatCount, plural } from "../../text/number.js";
import type { Style } from "../../text/style.js";
import { visible } from "../../text/visible.js";
import { recordList } from "../report/record-list.js";
import { columns } from "../text/columns.js";
import { fitFunction, fitPath } from "../text/names.js";
import { placeText } from "../text/place.js";
import { addedList, changedList } from "./changes.js";
import type { DiffContext, DiffRenderer } from "./context.js";
import { deltaTable } from "./delta-table.js";
import {
  byReason,
  countsText,
  emptyText,
  type Move,
  movesOf,
  reasonText,
  sideText,
  silentReasons,
} from "./reason-text.js";

/** A diff for the terminal: the figures side by side, then each change. */
export const table: DiffRenderer = {
  render: (context) => {
    const sections = [opening(context), ...tables(context), ...changes(context), hints(context)];
    return [
      `${sections
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join("\n"))
        .join("\n\n")}\n`,
    ];
  },
};

function opening({ diff, style }: DiffContext): string[] {
  const side = (title: string, of: Diff["before"]) => {
    const [first = "", ...rest] = fill(visible(sideText(of)).split(" "), style.width - title.length - 1);
    return [`${style.faint(title)} ${first}`, ...rest.map((line) => " ".repeat(title.length + 1) + line)];
  };
  const lines = [...side("before", diff.before), ...side("after ", diff.after)];
  const text = isEmptyDiff(diff) ? emptyText(diff) : countsText(diff);
  return [...lines, ...fill(text.split(" "), style.width).map(style.strong)];
}

function tables({ diff, style, top, groupBy }: DiffContext): string[][] {
  const modules = (diff.after.build ?? diff.before.build)?.modules ?? [];
  if (diff.added.length + diff.removed.length + diff.changed.length === 0) return [];
  return diff.groups
    .filter(({ by, rows }) => rows.length > 0 && (groupBy === undefined || by === groupBy))
    .map((grouping) => [
      `${style.heading(`By ${grouping.by}`)}${style.faint(leftOut(grouping, top))}`,
      ...deltaTable(grouping, style, grouping.by === "cause" ? Number.POSITIVE_INFINITY : top, modules),
    ]);
}

/** How many rows there are beside those shown. */
function leftOut({ by, rows, same }: Grouping, top: number): string {
  const parts: string[] = [];
  if (by !== "cause" && rows.length > top) parts.push(`first ${formatCount(top)} of ${formatCount(rows.length)}`);
  if (same > 0) parts.push(`${formatCount(same)} without a difference`);
  return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}

function changes(context: DiffContext): string[][] {
  const { diff, style, root, top } = context;
  const { added, removed, moved, changed, leaks } = diff;
  const sections: string[][] = [];
  const section = (title: string, count: number, lines: (top: number) => readonly string[]) => {
    if (count === 0) return;
    const part = count > top ? style.faint(` (first ${formatCount(top)} of ${formatCount(count)})`) : "";
    sections.push([`${style.heading(title)}${part}`, ...lines(top)]);
  };
  section("Added", added.length, () => addedByReason(context));
  section("Removed", removed.length, (most) => recordList(removed.slice(0, most), style, root));
  section("Changed", changed.length, (most) => changedList(changed.slice(0, most), context));
  const moves = movesOf(moved);
  section("Moved", moves.length, (most) => moveLines(moves.slice(0, most), context));
  section("Parameters that began to leak", leaks.added.length, (most) =>
    leakLines(leaks.added.slice(0, most), context),
  );
  section("Parameters that no longer leak", leaks.removed.length, (most) =>
    leakLines(leaks.removed.slice(0, most), context),
  );
  const silent = silentReasons(diff);
  section("No longer inlined: callers cannot keep what these return on their stacks", silent.length, (most) =>
    silent.slice(0, most).flatMap((reason) => item(`${placeText(reason)}: ${reasonText(reason)}`, style)),
  );
  return sections;
}

/** As many as are to be shown, those with a common reason together. */
function addedByReason(context: DiffContext): string[] {
  let room = context.top;
  const groups: string[][] = [];
  for (const [reason, records] of byReason(context.diff)) {
    if (room <= 0) break;
    const shown = records.slice(0, room);
    room -= shown.length;
    groups.push(addedList(shown, reason, context));
  }
  return groups.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));
}

function moveLines(moves: readonly Move[], { style }: DiffContext): string[] {
  const counts = moves.map(({ count }) => plural(count, "heap allocation"));
  const width = Math.floor((style.width - Math.max(...counts.map(displayWidth)) - 7) / 2);
  const cell = (text: string) => fitPath(visible(text), width);
  return columns(
    moves.map(({ from, to }, i) => [counts[i] ?? "", cell(from), "→", cell(to)]),
    ["right", "left", "left", "left"],
  );
}

function leakLines(leaks: readonly LeakRecord[], { style, root }: DiffContext): string[] {
  const width = Math.floor((style.width - 4) / 3);
  return columns(
    leaks.map((leak) => [
      style.fileLink(fitPath(visible(placeText(leak)), width), leak, root),
      fitFunction(visible(leak.function ?? ""), width),
      fitEnd(visible(leak.message), width),
    ]),
    ["left", "left", "left"],
  );
}

/** A text over as many lines as it takes, those after the first indented. */
function item(text: string, style: Style): string[] {
  return fill(visible(text).split(" "), style.width - 2).map((line, i) => (i === 0 ? line : `  ${line}`));
}

function hints({ style, quiet, next }: DiffContext): string[] {
  if (quiet || next.length === 0) return [];
  return [style.heading("Next"), ...next.map((command) => `  ${style.command(visible(command))}`)];
}
