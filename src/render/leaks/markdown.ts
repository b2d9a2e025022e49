import { callPlace } from "../../leaks/shown-place.js";
import type { LeakFinding } from "../../records/leaks.js";
import { codeSpan, markdownText, proseMarkdown } from "../../text/markdown.js";
import { pipeTable } from "../text/pipe-table.js";
import type { LeaksRenderer } from "./context.js";
import {
  growthText,
  headline,
  limitsText,
  memoryText,
  pointRows,
  sparkline,
  traceRows,
  traceTitle,
  valueText,
} from "./words.js";

/** Leaks for a pull request or an issue. */
export const leaksMarkdown: LeaksRenderer = (leaks, { quiet, root }) => {
  const { findings, allowed, points, judged, notes, memory } = leaks;
  const blocks = ["### Leaks", `**${markdownText(headline(leaks))}**`];
  const [head = [], ...rows] = pointRows(points, judged);
  blocks.push(
    pipeTable(
      head,
      rows.map((row) => row.map(markdownText)),
      head.length,
    ),
  );
  for (const finding of findings) blocks.push(findingBlock(finding, quiet, root));
  if (leaks.trace !== null) {
    const [titles = [], ...waits] = traceRows(leaks.trace, root);
    const cells = waits.map((row) => [...row.slice(0, 4).map(markdownText), ...row.slice(4).map(codeSpan)]);
    blocks.push(`#### ${markdownText(traceTitle(leaks.trace))}`, pipeTable(titles, cells, 4));
  }
  if (allowed.length > 0) {
    blocks.push(
      allowed
        .map(
          ({ finding, reason }) => `- allowed: ${finding.kind} at ${placeSpan(finding, root)}: ${markdownText(reason)}`,
        )
        .join("\n"),
    );
  }
  if (!quiet) {
    const limits = limitsText(leaks);
    const lines = [...notes, ...(memory === null ? [] : [memoryText(memory)]), ...(limits === null ? [] : [limits])];
    if (lines.length > 0) blocks.push(lines.map((line) => `- ${proseMarkdown(line)}`).join("\n"));
  }
  return `${blocks.join("\n\n")}\n`;
};

function findingBlock(finding: LeakFinding, quiet: boolean, root: string | undefined): string {
  const { kind, certainty, growth, summary, keptBy, calledFrom, madeAt, evidence, remedy, confirm } = finding;
  const bars = growth.length > 1 ? `${sparkline(growth)} ` : "";
  const lines = [
    `#### ${certainty}: ${kind} at ${placeSpan(finding, root)}`,
    "",
    `${bars}${markdownText(growthText(finding))}`,
    "",
    `- ${proseMarkdown(summary)}`,
  ];
  if (calledFrom !== null) lines.push(`- from ${placeSpan(calledFrom, root)}`);
  if (madeAt !== null) lines.push(`- made at ${placeSpan(madeAt, root)}`);
  const value = valueText(finding);
  if (value !== null) lines.push(`- value ${proseMarkdown(value)}`);
  if (keptBy !== null) lines.push(`- kept by ${proseMarkdown(keptBy)}`);
  if (quiet) return lines.join("\n");
  lines.push(...evidence.map((reason) => `- because: ${proseMarkdown(reason)}`));
  lines.push(`- helps: ${proseMarkdown(remedy)}`, `- confirm: ${proseMarkdown(confirm)}`);
  return lines.join("\n");
}

function placeSpan(call: Pick<LeakFinding, "file" | "line" | "function">, root: string | undefined): string {
  const place = callPlace(call, root);
  return place === null ? "a place that is not known" : codeSpan(place);
}
