import { codeSpan, markdownText, proseMarkdown } from "../../text/markdown.js";
import { formatCount } from "../../text/number.js";
import { pipeTable } from "../text/pipe-table.js";
import type { ProfileRenderer } from "./context.js";
import { shortName } from "./table.js";
import {
  amountText,
  benchmarkText,
  headlineText,
  ORIGIN_TEXTS,
  samplingText,
  shareText,
  unjoinedText,
} from "./words.js";

/** A profile for an issue or a pull request. */
export const profileMarkdown: ProfileRenderer = (report, { quiet }) => {
  const { causes, origins, rows, unit, total, benchmarks } = report;
  const blocks = ["### What allocates", `**${markdownText(headlineText(report))}**`];
  if (!quiet) {
    blocks.push(...benchmarks.map((each) => codeSpan(benchmarkText(each))), markdownText(samplingText(report)));
    const unjoined = unjoinedText(report);
    if (unjoined !== null) blocks.push(proseMarkdown(unjoined));
  }
  if (causes.length > 0) {
    const cells = causes.map(({ cause, flat, objects, lines }) => [
      amountText(flat, unit),
      shareText(flat, total),
      formatCount(objects),
      formatCount(lines),
      codeSpan(cause),
    ]);
    blocks.push(pipeTable([unit, "Share", "Objects", "Lines", "Cause"], cells, 4));
  }
  if (origins.length > 0) {
    const cells = origins.map(({ origin, flat, example }) => [
      amountText(flat, unit),
      shareText(flat, total),
      origin === "site" ? "" : ORIGIN_TEXTS[origin],
      codeSpan(example),
    ]);
    blocks.push(pipeTable([unit, "Share", "Without a place in this build", "Example"], cells, 2));
  }
  if (rows.length > 0) {
    const head = [unit, "Share", "Line", "In your code", "Cause", "Why", ...(quiet ? [] : ["What helps"])];
    const cells = rows.map((row) => {
      const [site] = row.sites;
      return [
        amountText(row.flat, unit),
        shareText(row.flat, total),
        placeSpan(row),
        row.inYourCode === null ? "" : placeSpan(row.inYourCode),
        row.cause === null ? "" : codeSpan(row.cause),
        site === undefined ? "" : `${codeSpan(site.expression)} ${markdownText(site.why)}`,
        ...(quiet ? [] : [proseMarkdown(site?.remedy ?? "")]),
      ];
    });
    blocks.push(pipeTable(head, cells, 2));
  }
  return `${blocks.join("\n\n")}\n`;
};

function placeSpan(at: { readonly file: string; readonly line: number; readonly function: string }): string {
  return `${codeSpan(`${at.file}:${at.line}`)} ${codeSpan(shortName(at.function))}`;
}
