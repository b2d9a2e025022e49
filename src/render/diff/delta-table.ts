import type { GroupDelta, Grouping } from "../../records/diff.js";
import { displayWidth } from "../../text/fit.js";
import { formatCount } from "../../text/number.js";
import type { Style } from "../../text/style.js";
import { visible } from "../../text/visible.js";
import { columns } from "../text/columns.js";
import { fitGroup } from "../text/group-table.js";
import { belowModules } from "../text/names.js";

/** `before`, `after`, `delta`, `+100.0%` and `+1 -1` with their gaps: what is left is for the key. */
const FIGURES = 46;

/**
 * The figures of both sides next to each other, in the manner of benchstat: `~` where they are the same. Where they are,
 * or differ by less than what came and went, the last column says how many did.
 */
export function deltaTable({ by, rows }: Grouping, style: Style, top: number, modules: readonly string[]): string[] {
  const shown = rows.slice(0, top);
  const width = Math.max(16, style.width - FIGURES);
  const shorten = belowModules(modules);
  const cells = shown.map((row) => [fitGroup(visible(shorten(row.key)), by, width), ...figures(row)]);
  if (by === "cause") cells.push(["total", ...figures(total(rows))]);
  const lines = columns(
    [[by, "before", "after", "delta", "", ""].map(style.faint), ...cells],
    ["left", "right", "right", "right", "right", "left"],
  );
  return lines.filter((line) => displayWidth(line) > 0);
}

/** Before, after, the difference, the same in percent, and what came and went. */
export function figures({ before, after, added, removed }: GroupDelta): string[] {
  const delta = after - before;
  // What came and went says more than the difference where it is not the difference.
  const churn = added > 0 && removed > 0 ? `+${formatCount(added)} -${formatCount(removed)}` : "";
  const percent = delta === 0 || before === 0 ? "" : signed(`${((100 * Math.abs(delta)) / before).toFixed(1)}%`, delta);
  return [
    formatCount(before),
    formatCount(after),
    delta === 0 ? "~" : signed(formatCount(Math.abs(delta)), delta),
    delta !== 0 && before === 0 ? "new" : percent,
    churn,
  ];
}

function signed(text: string, value: number): string {
  return value < 0 ? `-${text}` : `+${text}`;
}

/** The sum of all rows. */
export function total(rows: readonly GroupDelta[]): GroupDelta {
  const sum = (value: (row: GroupDelta) => number) => rows.reduce((result, row) => result + value(row), 0);
  return {
    key: "total",
    before: sum((row) => row.before),
    after: sum((row) => row.after),
    added: sum((row) => row.added),
    removed: sum((row) => row.removed),
  };
}
