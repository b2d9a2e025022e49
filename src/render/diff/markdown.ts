import { subject, why } from "../../causes/cause-sentence.js";
import { isEmptyDiff } from "../../diff/index.js";
import type { AddedEscape, Diff, Grouping, Reason } from "../../records/diff.js";
import type { LeakRecord, SiteRecord } from "../../records/record.js";
import type { GroupKey } from "../../report/group-keys.js";
import { codeSpan, markdownText } from "../../text/markdown.js";
import { formatCount, plural } from "../../text/number.js";
import { causeKey } from "../text/group-table.js";
import { markdownPage } from "../text/markdown-page.js";
import { placeText } from "../text/place.js";
import type { DiffRenderer } from "./context.js";
import { figures, total } from "./delta-table.js";
import {
  byReason,
  countsText,
  effectsText,
  emptyText,
  movesOf,
  reasonText,
  sideText,
  silentReasons,
} from "./reason-text.js";

/** A diff for a pull request or a job's summary page: the figures and what is new, the rest folded away. */
export const markdown: DiffRenderer = {
  render: ({ diff, top, groupBy }) => [markdownPage(top, (rows) => `${blocks(diff, rows, groupBy).join("\n\n")}\n`)],
};

function blocks(diff: Diff, top: number, groupBy: GroupKey | undefined): string[] {
  const { removed, moved, changed, leaks, before, after } = diff;
  const found = [
    "### Heap allocations: what changed",
    `**${isEmptyDiff(diff) ? emptyText(diff) : countsText(diff)}**`,
    `Before: ${markdownText(sideText(before))}<br>After: ${markdownText(sideText(after))}`,
  ];
  if (isEmptyDiff(diff)) return found;
  const groupings = diff.groups.filter(({ by }) => groupBy === undefined || by === groupBy);
  for (const grouping of groupings) if (grouping.rows.length > 0) found.push(deltaTable(grouping, top));
  found.push(...addedBlocks(diff, top));
  const part = (title: string, count: number, body: () => string) => {
    if (count === 0) return;
    const first = count > top ? `, the first ${formatCount(top)}` : "";
    found.push(folded(`${title} (${formatCount(count)}${first})`, body()));
  };
  part("Removed", removed.length, () => recordTable(removed.slice(0, top)));
  part("Changed", changed.length, () =>
    pipeTable(
      ["Where", "In", "What", "Before", "After", "Differs"],
      changed
        .slice(0, top)
        .map((change) => [
          ...place(change.after),
          change.before.cause,
          change.after.cause,
          effectsText(change.effects) || change.what.join(", "),
        ]),
    ),
  );
  part("Moved", moved.length, () => {
    const moves = movesOf(moved).slice(0, top);
    const rows = moves.map(({ from, to, count }) => [formatCount(count), codeSpan(from), codeSpan(to)]);
    return pipeTable(["Allocations", "From", "To"], rows, [0]);
  });
  part("Parameters that began to leak", leaks.added.length, () => leakTable(leaks.added.slice(0, top)));
  part("Parameters that no longer leak", leaks.removed.length, () => leakTable(leaks.removed.slice(0, top)));
  const silent = silentReasons(diff);
  part("No longer inlined: callers cannot keep what these return on their stacks", silent.length, () =>
    silent
      .slice(0, top)
      .map((reason) => `- ${markdownText(reasonText(reason))}`)
      .join("\n"),
  );
  return found;
}

function addedBlocks(diff: Diff, top: number): string[] {
  const { added } = diff;
  if (added.length === 0) return [];
  const found = [
    `#### Added${added.length > top ? `, the first ${formatCount(top)} of ${formatCount(added.length)}` : ""}`,
  ];
  let room = top;
  for (const [reason, records] of byReason(diff)) {
    if (room <= 0) break;
    const shown = records.slice(0, room);
    room -= shown.length;
    found.push(...reasonBlock(reason, records), recordTable(shown));
  }
  return found;
}

function reasonBlock(reason: Reason | null, records: readonly AddedEscape[]): string[] {
  if (reason === null) return [];
  return [`${plural(records.length, "allocation")} because ${markdownText(reasonText(reason))}:`];
}

function deltaTable({ by, rows, same }: Grouping, top: number): string {
  const shown = by === "cause" ? rows : rows.slice(0, top);
  const key = (text: string) => (by === "cause" && causeKey(text, by) !== null ? text : codeSpan(text));
  const lines = shown.map((row) => [key(row.key), ...figures(row)]);
  if (by === "cause") lines.push(["total", ...figures(total(rows))]);
  const rest = rows.length - shown.length + same;
  const table = pipeTable([by, "Before", "After", "Delta", "", ""], lines, [1, 2, 3, 4]);
  return rest === 0 || by === "cause" ? table : `${table}\n\n${plural(rest, "more")}.`;
}

function recordTable(records: readonly SiteRecord[]): string {
  return pipeTable(
    ["Where", "In", "What", "Cause", "Why"],
    records.map((record) => [...place(record), record.cause, why(record, codeSpan)]),
  );
}

function place(record: SiteRecord): string[] {
  return [codeSpan(placeText(record)), codeSpan(record.function ?? ""), codeSpan(subject(record))];
}

function leakTable(leaks: readonly LeakRecord[]): string {
  return pipeTable(
    ["Where", "In", "What"],
    leaks.map((leak) => [codeSpan(placeText(leak)), codeSpan(leak.function ?? ""), codeSpan(leak.message)]),
  );
}

/** Cells are Markdown already. The columns named are aligned to the right. */
function pipeTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const rule = head.map((_, i) => (right.includes(i) ? "---:" : "---"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** GitHub and GitLab show the title and open the rest on a click. The blank lines make them read it as Markdown. */
function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
