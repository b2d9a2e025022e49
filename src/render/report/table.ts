import type { Group } from "../../report/summary.js";
import { displayWidth, fill, fitEnd } from "../../text/fit.js";
import { formatCount, plural } from "../../text/number.js";
import type { Style } from "../../text/style.js";
import { visible } from "../../text/visible.js";
import { columns } from "../text/columns.js";
import { groupTable } from "../text/group-table.js";
import { belowModules, fitFunction, fitPath } from "../text/names.js";
import { placeText } from "../text/place.js";
import type { CulpritRow, SummaryContext, SummaryRenderer } from "./context.js";
import { emptyMessage, headline, MEANING, notes, profileText } from "./headline.js";
import { recordList } from "./record-list.js";

/** A summary for the terminal: the figures first, then where to look, then what to run. */
export const table: SummaryRenderer = {
  kind: "summary",
  render: (context) => {
    const around = [opening(context), footnotes(context), hints(context)] as const;
    const [first, ...last] = around;
    const sections = [first, ...rankings(context, height(around) - 1), ...last];
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
  const profile = profileText(summary);
  if (empty !== null) lines.push(...words(empty, style.width));
  else if (profile !== null) lines.push(...words(profile, style.width));
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

/** How much of each section is shown. */
interface Room {
  readonly causes: number;
  readonly records: number;
}

/** What a screen has. */
const SCREEN_LINES = 40;

/** From the most down to the least that still says something. */
const ROOMS: readonly Room[] = [
  { causes: 99, records: 5 },
  { causes: 10, records: 5 },
  { causes: 8, records: 5 },
  { causes: 8, records: 4 },
  { causes: 7, records: 4 },
  { causes: 6, records: 4 },
  { causes: 6, records: 3 },
  { causes: 5, records: 3 },
  { causes: 4, records: 2 },
];

/** The most that fits on a screen beside the other sections; what was asked for is shown whole. */
function rankings(context: SummaryContext, others: number): string[][] {
  const { summary, grouped = false, top } = context;
  if (summary.ranked === 0) return [];
  if (grouped) return [groupSection(context, summary.groups.length)];
  if (top !== undefined) return overview(context, { causes: summary.groups.length, records: top });
  let sections: string[][] = [];
  for (const room of ROOMS) {
    sections = overview(context, room);
    if (others + height(sections) <= SCREEN_LINES) break;
  }
  return sections;
}

/** Lines, with the one between two sections. */
function height(sections: readonly (readonly string[])[]): number {
  return sections.reduce((sum, lines) => sum + (lines.length === 0 ? 0 : lines.length + 1), 0);
}

function overview(context: SummaryContext, room: Room): string[][] {
  const { summary, style, root, culprits = [] } = context;
  const sections = [groupSection(context, room.causes)];
  const records = summary.topRecords.slice(0, room.records);
  if (records.length > 0)
    sections.push([style.heading("Worth a look first"), ...recordList(records, style, root, summary.profile)]);
  if (culprits.length > 0) sections.push([style.heading("Where most escapes end"), ...culpritTable(culprits, context)]);
  return sections;
}

function groupSection({ summary, facts, style }: SummaryContext, most: number): string[] {
  const { groupBy: by, groupCount } = summary;
  const groups = summary.groups.slice(0, most);
  const rest = summary.groups.slice(groups.length);
  const part =
    groupCount > summary.groups.length
      ? style.faint(` (first ${formatCount(groups.length)} of ${formatCount(groupCount)})`)
      : "";
  const rows = groupTable(groups, { by, style, modules: facts.build?.modules ?? [], bySize: summary.bySize });
  return [
    `${style.heading(`By ${by}`)}${part}`,
    ...rows,
    ...(rest.length > 0 ? [furtherLine(rest, summary.bySize, style)] : []),
  ];
}

/** What the groups behind those shown are, as far as a line holds it. */
function furtherLine(groups: readonly Group[], bySize: boolean, style: Style): string {
  const figure = ({ count, bytes }: Group) => (bySize ? bytes : count);
  const sum = groups.reduce((total, group) => total + figure(group), 0);
  const names = groups.map((group) => `${group.key} ${formatCount(figure(group))}`).join(", ");
  return style.faint(
    fitEnd(
      visible(`${formatCount(sum).padStart(5)}  in ${plural(groups.length, "further cause")}: ${names}`),
      style.width,
    ),
  );
}

function culpritTable(culprits: readonly CulpritRow[], { style, root, facts }: SummaryContext): string[] {
  const counts = culprits.map(({ escapes }) => formatCount(escapes));
  const places = culprits.map((row) => visible(placeText(row)));
  const shorten = belowModules(facts.build?.modules ?? []);
  const room = style.width - "escapes".length - 4;
  const placeWidth = Math.min(Math.max(...places.map(displayWidth)), Math.floor(room * 0.7));
  return columns(
    [
      ["escapes", "end in", "for example"].map(style.faint),
      ...culprits.map((row, i) => [
        counts[i] ?? "",
        fitFunction(visible(shorten(row.name)), room - placeWidth),
        style.fileLink(fitPath(places[i] ?? "", placeWidth), row, root),
      ]),
    ],
    ["right", "left", "left"],
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
