import { causeLine } from "../../causes/call-texts.js";
import { subject, why } from "../../causes/cause-sentence.js";
import { withoutTypeArguments } from "../../causes/expression.js";
import type { SiteRecord } from "../../records/record.js";
import type { GroupKey } from "../../report/group-keys.js";
import type { Group, ProfileFigures } from "../../report/summary.js";
import { codeSpan, markdownText } from "../../text/markdown.js";
import { formatCount, formatPprofBytes, formatShare } from "../../text/number.js";
import { causeKey, mainCauses } from "../text/group-table.js";
import { instancesText } from "../text/instances.js";
import { markdownPage } from "../text/markdown-page.js";
import { pipeTable } from "../text/pipe-table.js";
import { placeText } from "../text/place.js";
import type { CulpritRow, SummaryContext, SummaryRenderer } from "./context.js";
import { emptyMessage, type Headline, headline, MEANING, notes, profileText } from "./headline.js";
import { weightText } from "./record-list.js";

/** A summary for a pull request or a job's summary page: the figures, and the rest folded away. */
export const markdown: SummaryRenderer = {
  kind: "summary",
  render: (context) => {
    const { groups, topRecords } = context.summary;
    const page = (top: number) => `${blocks(context, top).join("\n\n")}\n`;
    return markdownPage(Math.max(groups.length, topRecords.length), page);
  },
};

function blocks(context: SummaryContext, top: number): string[] {
  const { summary, facts, quiet, grouped = false, culprits = [] } = context;
  const found = ["### Heap allocations"];
  if (summary.escapes > 0) found.push(headlineText(headline(summary, facts)));
  const empty = emptyMessage(context);
  if (empty !== null) return [...found, empty];
  const profile = profileText(summary);
  if (profile !== null) found.push(markdownText(profile));
  else if (!quiet) found.push(MEANING);
  const { groupBy, groupCount, topPackages, topFunctions, topRecords } = summary;
  const groups = groupBy === "cause" ? summary.groups : summary.groups.slice(0, top);
  found.push(groupTable(groups, groupBy, summary.bySize));
  if (groups.length < groupCount) found.push(`The first ${formatCount(groups.length)} of ${formatCount(groupCount)}.`);
  if (grouped) return quiet ? found : [...found, ...notes(context)];
  if (topRecords.length > 0)
    found.push(folded("Worth a look first", recordTable(topRecords.slice(0, top), summary.profile)));
  if (groupBy !== "package" && topPackages.length > 1)
    found.push(folded("Most by package", groupTable(topPackages.slice(0, top), "package", summary.bySize)));
  if (groupBy !== "function" && topFunctions.length > 1) {
    found.push(folded("Most by function", groupTable(topFunctions.slice(0, top), "function", summary.bySize)));
  }
  if (culprits.length > 0) found.push(folded("Where most escapes end", culpritTable(culprits)));
  if (!quiet) found.push(...notes(context));
  return found;
}

/** A report can name anything; what releases of Go are called is easier to read as it is. */
function toolchainText(toolchain: string): string {
  return /^[\w. /=,-]*$/.test(toolchain) ? toolchain : markdownText(toolchain);
}

function headlineText({ total, parts, toolchain }: Headline): string {
  return `**${total}**: ${parts}${toolchain === null ? "" : ` · ${toolchainText(toolchain)}`}`;
}

/** Columns of the text that says what a group mostly consists of. */
const MOSTLY = 60;

function groupTable(groups: readonly Group[], by: GroupKey, bySize: boolean): string {
  const weighed = groups.some(({ allocated }) => allocated !== undefined);
  return pipeTable(
    [
      ...(weighed ? ["Allocated"] : []),
      bySize ? "Bytes" : "Count",
      "Share",
      by,
      by === "cause" ? "What it means" : "Mostly",
    ],
    groups.map((group) => {
      const cause = causeKey(group.key, by);
      const [name, text] =
        cause === null ? [codeSpan(group.key), mainCauses(group, MOSTLY)] : [cause, causeLine(cause)];
      const allocated = weighed ? [formatPprofBytes(group.allocated ?? 0)] : [];
      return [...allocated, formatCount(bySize ? group.bytes : group.count), formatShare(group.share), name, text];
    }),
    2,
  );
}

function recordTable(records: readonly SiteRecord[], profile: ProfileFigures | undefined): string {
  return pipeTable(
    [...(profile === undefined ? [] : ["Bytes"]), "Where", "In", "What", "Cause", "Why"],
    records.map((record) => [
      ...(profile === undefined ? [] : [weightText(record, profile)]),
      codeSpan(placeText(record)),
      functionCell(record),
      codeSpan(subject(record)),
      record.cause,
      why(record, codeSpan),
    ]),
  );
}

/** The function, and of a generic one the instances that have the place. */
function functionCell(record: SiteRecord): string {
  const { function: name, instances } = record;
  if (instances === undefined) return codeSpan(name ?? "");
  const copies = instancesText(record);
  return `${codeSpan(withoutTypeArguments(name ?? ""))}${copies === "" ? "" : ` ${markdownText(copies)}`}`;
}

function culpritTable(culprits: readonly CulpritRow[]): string {
  return pipeTable(
    ["Escapes", "Packages", "End in", "For example"],
    culprits.map((row) => [
      formatCount(row.escapes),
      formatCount(row.packages),
      codeSpan(row.name),
      codeSpan(placeText(row)),
    ]),
    2,
  );
}

/** GitHub and GitLab show the title and open the rest on a click. The blank lines make them read it as Markdown. */
function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
