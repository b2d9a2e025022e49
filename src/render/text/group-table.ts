import { causeLine } from "../../causes/call-texts.js";
import { SITE_CAUSES, type SiteCause } from "../../records/vocabulary.js";
import type { GroupKey } from "../../report/group-keys.js";
import type { Group } from "../../report/summary.js";
import { displayWidth, fitEnd } from "../../text/fit.js";
import { formatCount, formatPprofBytes, formatShare } from "../../text/number.js";
import type { Style } from "../../text/style.js";
import { visible } from "../../text/visible.js";
import { columns } from "./columns.js";
import { belowModules, fitFunction, fitPath } from "./names.js";

/** From this width on a share is drawn too. */
const WIDE = 100;
const BAR_COLUMNS = 10;
const SHARE_COLUMNS = 5;
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** In fewer columns than this a text says nothing any more: what a cause means, and the longest cause with its share. */
const LEAST_MEANING = 30;
const LEAST_CAUSE = 24;

/** What a table of groups is drawn with. */
export interface GroupTable {
  readonly by: GroupKey;
  readonly style: Style;
  /** Paths of the modules that were built: names are told from there. */
  readonly modules: readonly string[];
  /** Bytes come first, and shares are of them. */
  readonly bySize: boolean;
}

/** A table of groups: how many, what share, which, and a text about each. One line a group, within the width. */
export function groupTable(groups: readonly Group[], { by, style, modules, bySize }: GroupTable): string[] {
  const weighed = groups.some(({ allocated }) => allocated !== undefined);
  const total = groups.reduce((sum, { allocated = 0 }) => sum + allocated, 0);
  const shareOf = (group: Group) => (weighed ? (group.allocated ?? 0) / (total || 1) : group.share);
  const unit = weighed ? "allocated" : bySize ? "bytes" : "count";
  const counts = groups.map(({ count, bytes, allocated = 0 }) =>
    weighed ? formatPprofBytes(allocated) : formatCount(bySize ? bytes : count),
  );
  const shorten = belowModules(modules);
  const names = groups.map(({ key }) => visible(by === "package" || by === "function" ? shorten(key) : key));
  const withBars = style.width >= WIDE;
  const figures = widest(unit, counts) + 2 + SHARE_COLUMNS + 2 + (withBars ? BAR_COLUMNS + 2 : 0);
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
  const largest = (groups[0] === undefined ? 0 : shareOf(groups[0])) || 1;
  const head = row(
    style.faint(unit),
    style.faint("share"),
    "",
    style.faint(by),
    by === "cause" ? "what it means" : "mostly",
  );
  const rows = groups.map((group, i) => {
    const name = fitGroup(names[i] ?? "", by, nameWidth);
    const cause = causeKey(group.key, by);
    const text = cause === null ? mainCauses(group, textWidth) : fitEnd(causeLine(cause), textWidth);
    const drawn = bar(shareOf(group) / largest);
    return row(counts[i] ?? "", formatShare(shareOf(group)), drawn, cause === null ? name : style.cause(name), text);
  });
  return columns([head, ...rows], ["right", "right", "left", "left", "left"]);
}

/** A group's name in at most so many columns; those of code so that they can still be asked for. */
export function fitGroup(name: string, by: string, width: number): string {
  if (by === "function" || by === "callee") return fitFunction(name, width);
  return by === "package" || by === "file" || by === "line" ? fitPath(name, width) : fitEnd(name, width);
}

/** The causes of a group that has others than causes as keys: `returned 45%, interface-call 30%`. The first few that fit. */
export function mainCauses({ causes, count }: Group, width: number): string {
  const sorted = SITE_CAUSES.map((cause) => ({ cause, count: causes[cause] ?? 0 }))
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

/** The cause that is a group's key; null for other groups, though a package can be called `loop`. */
export function causeKey(key: string, by: GroupKey): SiteCause | null {
  return by === "cause" ? (SITE_CAUSES.find((each) => each === key) ?? null) : null;
}

function widest(head: string, cells: readonly string[]): number {
  return Math.max(head.length, ...cells.map(displayWidth));
}

/** A bar for a part of the largest share. */
function bar(part: number): string {
  const eighths = Math.max(1, Math.round(part * BAR_COLUMNS * 8));
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
}
