import type { SiteRecord } from "../../records/record.js";
import type { Try } from "../../records/try.js";
import { codeSpan, markdownText, proseMarkdown } from "../../text/markdown.js";
import { formatCount } from "../../text/number.js";
import { markdownPage } from "../text/markdown-page.js";
import { pipeTable } from "../text/pipe-table.js";
import { placeText } from "../text/place.js";
import type { TryRenderer } from "./context.js";
import {
  balancedWords,
  CHANGE_WORDS,
  culpritPieces,
  endWords,
  headlineOf,
  siteFacts,
  siteText,
  stepExpression,
  stepWords,
} from "./words.js";

/** What was tried, for a pull request or an issue. */
export const tryMarkdown: TryRenderer = (result, { quiet }) => {
  const most = Math.max(
    1,
    result.removed.length,
    result.changed.length,
    result.added.length,
    (result.waysOut ?? []).length,
  );
  return markdownPage(most, (top) => page(result, quiet, top));
};

function page(result: Try, quiet: boolean, top: number): string {
  const name = culpritPieces(result)
    .map(({ code, text }) => (code ? codeSpan(text) : text))
    .join("");
  const blocks = [`### ${name}`, `**${headlineOf(result)}**`];
  if (result.notTried !== null) blocks.push(`Not tried: ${markdownText(result.notTried)}.`);
  else if (result.culprit === null) blocks.push(...siteBlocks(result, top));
  else {
    const { removed, changed, added } = result;
    blocks.push(...siteTable("Taken away", removed, top));
    if (changed.length > 0) {
      const rows = changed
        .slice(0, top)
        .map(({ before, what }) => [...cells(before), what.map((each) => CHANGE_WORDS[each]).join(", ")]);
      blocks.push(`Still there (${formatCount(changed.length)})`, pipeTable([...HEAD, "What changes"], rows));
    }
    blocks.push(...siteTable("New", added, top));
    const balanced = balancedWords(result.balanced);
    if (!quiet && balanced !== null) blocks.push(proseMarkdown(balanced));
  }
  return `${blocks.join("\n\n")}\n`;
}

const HEAD = ["At", "Site", "Size"];

function siteTable(title: string, sites: readonly SiteRecord[], top: number): string[] {
  if (sites.length === 0) return [];
  return [`${title} (${formatCount(sites.length)})`, pipeTable(HEAD, sites.slice(0, top).map(cells))];
}

function cells(site: SiteRecord): string[] {
  return [codeSpan(placeText(site)), codeSpan(siteText(site)), siteFacts(site)];
}

function siteBlocks({ sites, waysOut }: Try, top: number): string[] {
  return sites.flatMap((tried, i) => {
    const ways = (waysOut ?? []).filter(({ site }) => site === i);
    const rows = ways
      .slice(0, top)
      .map((way, n) => [
        formatCount(n + 1),
        codeSpan(placeText(way)),
        markdownText(stepWords(way)),
        codeSpan(stepExpression(way) ?? ""),
        way.closed === null ? "" : codeSpan(way.closed),
      ]);
    return [
      `${codeSpan(placeText(tried.site))} ${codeSpan(siteText(tried.site))}`,
      ...(rows.length === 0 ? [] : [pipeTable(["", "Way out", "How", "Expression", "Closed"], rows, 1)]),
      markdownText(endWords(tried, ways.length)),
    ];
  });
}
