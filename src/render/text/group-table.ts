import { CATALOGUE, type CatalogueEntry } from "../../causes/catalogue.js";
import { CAUSES } from "../../records/vocabulary.js";
import type { Group, GroupKey } from "../../report/summary.js";
import { displayWidth, fitEnd, fitMiddle } from "../../text/fit.js";
import { formatCount, formatShare } from "../../text/number.js";
import type { Style } from "../../text/style.js";
import { visible } from "../../text/visible.js";
import { columns } from "./columns.js";

/** From this width on a share is drawn too. */
const WIDE = 100;
const BAR_COLUMNS = 10;
const SHARE_COLUMNS = 5;
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** In fewer columns than this a text says nothing any more: what a cause means, and the longest cause with its share. */
const LEAST_MEANING = 30;
const LEAST_CAUSE = 24;

/** A table of groups: how many, what share, which, and a text about each. One line a group, within the width. */
export function groupTable(groups: readonly Group[], by: GroupKey, style: Style): string[] {
  const counts = groups.map(({ count }) => formatCount(count));
  const names = groups.map(({ key }) => visible(key));
  const withBars = style.width >= WIDE;
  const figures = widest("count", counts) + 2 + SHARE_COLUMNS + 2 + (withBars ? BAR_COLUMNS + 2 : 0);
  const room = style.width - figures;
  // Names of causes are short and never cut; others leave the text about them what it needs at least.
  const most = by === "cause" ? room : Math.max(room - LEAST_CAUSE - 2, Math.ceil(room * 0.6));
  const nameWidth = Math.min(widest(by, names), most);
  const textWidth = room - nameWidth - 2;
  const withText = textWidth >= (by === "cause" ? LEAST_MEANING : LEAST_CAUSE);
  const row = (count: string, share: string, drawn: string, name: string, text: string) => [
    count,
    share,
    ...(withBars ? [style.faint(drawn)] : []),
    name,
    ...(withText ? [style.faint(text)] : []),
  ];
  const largest = groups[0]?.share || 1;
  const head = row(
    style.faint("count"),
    style.faint("share"),
    "",
    style.faint(by),
    by === "cause" ? "what it means" : "mostly",
  );
  const rows = groups.map((group, i) => {
    const name = fitMiddle(names[i] ?? "", nameWidth);
    const entry = causeEntry(group.key, by);
    const text = entry === null ? mainCauses(group, textWidth) : fitEnd(entry.line, textWidth);
    const drawn = bar(group.share / largest);
    return row(counts[i] ?? "", formatShare(group.share), drawn, entry === null ? name : style.cause(name), text);
  });
  return columns([head, ...rows], ["right", "right", "left", "left", "left"]);
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

/** What is written about the cause that is a group's key; null for other groups, though a package can be called `loop`. */
export function causeEntry(key: string, by: GroupKey): CatalogueEntry | null {
  const cause = by === "cause" ? CAUSES.find((each) => each === key) : undefined;
  return cause === undefined ? null : CATALOGUE[cause];
}

function widest(head: string, cells: readonly string[]): number {
  return Math.max(head.length, ...cells.map(displayWidth));
}

/** A bar for a part of the largest share. */
function bar(part: number): string {
  const eighths = Math.max(1, Math.round(part * BAR_COLUMNS * 8));
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
}
