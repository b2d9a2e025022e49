import { CATALOGUE } from "../causes/catalogue.js";
import { CAUSES, type Cause } from "../records/vocabulary.js";
import type { Group, GroupKey } from "../report/summary.js";
import { displayWidth, fitEnd, fitMiddle } from "../text/fit.js";
import { formatCount, formatShare } from "../text/number.js";
import type { Style } from "../text/style.js";
import { visible } from "../text/visible.js";
import { columns } from "./columns.js";

/** From this width on a share is drawn too. */
const WIDE = 100;
const BAR_COLUMNS = 10;
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** In fewer columns than this a text says nothing any more: what a cause means, and the longest cause with its share. */
const LEAST_MEANING = 30;
const LEAST_CAUSE = 24;

/** A table of groups: how many, what share, which, and a text about each. One line a group, within the width. */
export function groupTable(groups: readonly Group[], by: GroupKey, style: Style): string[] {
  const figures = groups.map(({ count, share }) => [formatCount(count), formatShare(share)]);
  const withBars = style.width >= WIDE;
  const fixed =
    columnWidth(
      "count",
      figures.map(([count = ""]) => count),
    ) +
    2 +
    5 +
    2 +
    (withBars ? BAR_COLUMNS + 2 : 0);
  const room = style.width - fixed;
  const names = groups.map(({ key }) => visible(key));
  const nameWidth = Math.min(
    columnWidth(by, names),
    by === "cause" ? 20 : Math.max(room - LEAST_CAUSE - 2, Math.ceil(room * 0.6)),
    room,
  );
  const textWidth = room - nameWidth - 2;
  const withText = textWidth >= (by === "cause" ? LEAST_MEANING : LEAST_CAUSE);
  const texts = groups.map((group) => (by === "cause" ? meaning(group.key, textWidth) : mainCauses(group, textWidth)));
  const faint = (text: string) => style.faint(text);
  const rows = [
    [
      faint("count"),
      faint("share"),
      ...(withBars ? [""] : []),
      faint(by),
      ...(withText ? [faint(by === "cause" ? "what it means" : "mostly")] : []),
    ],
    ...groups.map(({ share }, i) => [
      figures[i]?.[0] ?? "",
      figures[i]?.[1] ?? "",
      ...(withBars ? [faint(bar(share / (groups[0]?.share || 1)))] : []),
      by === "cause" ? style.cause(names[i] ?? "") : fitMiddle(names[i] ?? "", nameWidth),
      ...(withText ? [faint(texts[i] ?? "")] : []),
    ]),
  ];
  return columns(rows, ["right", "right", "left", "left", "left"]);
}

/** The causes of a group that has others than causes as keys: `returned 45%, interface-call 30%`. The first few that fit. */
export function mainCauses({ causes, count }: Group, width: number): string {
  const sorted = CAUSES.map((cause) => ({ cause, count: causes[cause] ?? 0 }))
    .filter((each) => each.count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 3);
  let text = "";
  for (const each of sorted) {
    const part = `${text === "" ? "" : ", "}${each.cause} ${Math.round((100 * each.count) / count)}%`;
    if (text.length + part.length > width) break;
    text += part;
  }
  return text;
}

/** Whether the key of a group is a cause. */
export function isCause(key: string): key is Cause {
  return Object.hasOwn(CATALOGUE, key);
}

function meaning(key: string, width: number): string {
  return isCause(key) ? fitEnd(CATALOGUE[key].line, width) : "";
}

function columnWidth(head: string, cells: readonly string[]): number {
  return Math.max(head.length, ...cells.map(displayWidth));
}

/** A bar for a part of the largest share. */
function bar(part: number): string {
  const eighths = Math.max(1, Math.round(part * BAR_COLUMNS * 8));
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
}
