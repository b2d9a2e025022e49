import type { ProofRow, SiteChange } from "../../records/prove.js";
import { codeSpan, markdownText, proseMarkdown } from "../../text/markdown.js";
import { formatCount, plural } from "../../text/number.js";
import { shortName } from "../profile/table.js";
import { pipeTable } from "../text/pipe-table.js";
import type { ProveContext, ProveRenderer } from "./context.js";
import {
  accountText,
  allocsText,
  bytesText,
  causeText,
  deltaText,
  headlineText,
  noChangeText,
  placeOfChange,
  probabilityText,
  profileText,
  remarks,
  settingsText,
  spreadText,
  unitLabel,
  valueText,
} from "./words.js";

/** A proof for a pull request. */
export const proveMarkdown: ProveRenderer = (proof, context) => {
  const { rows, before, after } = proof;
  const blocks = ["### Benchmarks", `**${markdownText(headlineText(proof))}**`];
  if (!context.quiet) {
    const settings = settingsText(proof);
    if (settings !== "") blocks.push(markdownText(settings));
    blocks.push(...remarks(proof).map(markdownText));
  }
  const several = new Set(rows.map((row) => row.package)).size > 1;
  const cells = rows.flatMap((row) =>
    row.measures.map((measure, i) => {
      const side = (each: typeof measure.before) =>
        each === null ? "" : markdownText(`${valueText(measure.unit, each.median)} ${spreadText(each)}`);
      return [
        i === 0 ? nameOf(row, several) : "",
        markdownText(unitLabel(measure.unit)),
        side(measure.before),
        side(measure.after),
        markdownText(deltaText(measure)),
        markdownText(probabilityText(measure)),
      ];
    }),
  );
  const head = ["Benchmark", "", markdownText(before.name), markdownText(after.name), "Delta", ""];
  if (cells.length > 0) blocks.push(pipeTable(head, cells));
  for (const row of rows) blocks.push(...siteBlocks(row, several, context));
  return `${blocks.join("\n\n")}\n`;
};

function nameOf({ benchmark, package: importPath }: ProofRow, several: boolean): string {
  return `${codeSpan(benchmark)}${several && importPath !== null ? ` ${codeSpan(importPath)}` : ""}`;
}

function siteBlocks(row: ProofRow, several: boolean, { top, quiet }: ProveContext): string[] {
  const { sites } = row;
  if (sites === null) return [];
  const title = `What ${nameOf(row, several)} allocates in one operation:`;
  if (sites.changes.length === 0) return [`${title} ${markdownText(noChangeText(sites))}`];
  const shown = sites.changes.slice(0, top);
  const rest = sites.changes.length - shown.length;
  const texts = [
    accountText(row),
    rest > 0 ? `${plural(rest, "other site")} changed.` : null,
    quiet ? null : `${profileText(sites)} ${plural(sites.same, "other site")} alike.`,
  ].filter((text) => text !== null);
  const table = pipeTable(["", "Before", "After", "Line", "In your code", "Cause", "Why"], shown.map(cellsOf), 0);
  return [title, table, ...(texts.length > 0 ? [markdownText(texts.join(" "))] : [])];
}

function cellsOf(change: SiteChange): string[] {
  const { before, after, expression, why } = change;
  const place = placeOfChange(change);
  const allocs = allocsText(change);
  return [
    `${change.change}${allocs === "" ? "" : `, ${markdownText(allocs)}`}`,
    before === null ? "" : markdownText(bytesText(before.bytes)),
    after === null ? "" : markdownText(bytesText(after.bytes)),
    `${placeSpan(place)}${place.places > 1 ? ` and ${formatCount(place.places - 1)} more` : ""}`,
    place.inYourCode === null ? "" : placeSpan(place.inYourCode),
    change.cause === null ? markdownText(causeText(change)) : codeSpan(change.cause),
    expression === null ? "" : `${codeSpan(expression)} ${proseMarkdown(why ?? "")}`,
  ];
}

function placeSpan(at: { readonly file: string; readonly line: number; readonly function: string }): string {
  return `${codeSpan(`${at.file}:${at.line}`)} ${codeSpan(shortName(at.function))}`;
}
