import type { Group, GroupKey } from "../../report/summary.js";
import { displayWidth, fill, fitEnd, fitMiddle } from "../../text/fit.js";
import { formatCount } from "../../text/number.js";
import { visible } from "../../text/visible.js";
import { columns } from "../text/columns.js";
import { groupTable } from "../text/group-table.js";
import { placeText } from "../text/place.js";
import type { CulpritRow, SummaryContext, SummaryRenderer } from "./context.js";
import { emptyMessage, headline, MEANING, notes } from "./headline.js";
import { recordList } from "./record-list.js";

/** A summary for the terminal: the figures first, then where to look, then what to run. */
export const table: SummaryRenderer = {
  kind: "summary",
  render: (context) => {
    const sections = [opening(context), ...rankings(context), footnotes(context), hints(context)];
    return `${sections
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join("\n"))
      .join("\n\n")}\n`;
  },
};

function opening(context: SummaryContext): string[] {
  const { summary, style, quiet } = context;
  const empty = emptyMessage(context);
  const lines = summary.escapes === 0 ? [] : headlines(context).map(style.strong);
  if (empty !== null) lines.push(...words(empty, style.width));
  else if (!quiet) lines.push(...words(MEANING, style.width).map(style.faint));
  return lines;
}

/** One line where it fits, else two. */
function headlines({ summary, facts, style: { width } }: SummaryContext): string[] {
  const { total, parts, toolchain } = headline(summary, facts);
  const suffix = toolchain === null ? "" : ` · ${toolchain}`;
  const line = `${total}: ${parts}${suffix}`;
  return displayWidth(line) <= width ? [line] : [...words(total + suffix, width), ...words(parts, width)];
}

function words(text: string, width: number): string[] {
  return fill(text.split(" "), width);
}

function rankings(context: SummaryContext): string[][] {
  const { summary, style, root, culprits = [] } = context;
  if (summary.ranked === 0) return [];
  const { groupBy, groups, groupCount, topPackages, topFunctions, topRecords } = summary;
  const sections = [titled(context, `By ${groupBy}`, groupTable(groups, groupBy, style), groups.length, groupCount)];
  const brief = (by: GroupKey, rows: readonly Group[]) => {
    if (by === groupBy || rows.length < 2) return;
    // Half as many as asked for: these are the side dish, and --group-by serves them whole.
    const shown = rows.slice(0, Math.max(3, Math.ceil(rows.length / 2)));
    sections.push([style.heading(`Most by ${by}`), ...groupTable(shown, by, style)]);
  };
  brief("package", topPackages);
  brief("function", topFunctions);
  if (topRecords.length > 0)
    sections.push([style.heading("Worth a look first"), ...recordList(topRecords, style, root)]);
  if (culprits.length > 0) sections.push([style.heading("Where most escapes end"), ...culpritTable(culprits, context)]);
  return sections;
}

/** A section whose heading says how much of it is shown. */
function titled(
  { style }: SummaryContext,
  title: string,
  lines: readonly string[],
  shown: number,
  of: number,
): string[] {
  const part = shown < of ? style.faint(` (first ${formatCount(shown)} of ${formatCount(of)})`) : "";
  return [`${style.heading(title)}${part}`, ...lines];
}

function culpritTable(culprits: readonly CulpritRow[], { style, root }: SummaryContext): string[] {
  const room = style.width - "escapes".length - "packages".length - 6;
  const placeWidth = Math.floor(room / 2);
  return columns(
    [
      ["escapes", "packages", "end in", "for example"].map((head) => style.faint(fitEnd(head, placeWidth))),
      ...culprits.map((row) => [
        formatCount(row.escapes),
        formatCount(row.packages),
        fitMiddle(visible(row.name), room - placeWidth),
        style.fileLink(fitMiddle(visible(placeText(row)), placeWidth), row, root),
      ]),
    ],
    ["right", "right", "left", "left"],
  );
}

function footnotes(context: SummaryContext): string[] {
  const { style, quiet } = context;
  return quiet ? [] : notes(context).flatMap((note) => words(note, style.width).map(style.faint));
}

function hints({ style, quiet, next }: SummaryContext): string[] {
  if (quiet || next.length === 0) return [];
  return [style.heading("Next"), ...next.map((command) => `  ${style.command(visible(command))}`)];
}
