import type { SiteRecord } from "../../records/record.js";
import type { Try, WayOut } from "../../records/try.js";
import { formatCount } from "../../text/number.js";
import type { Style } from "../../text/style.js";
import { visible } from "../../text/visible.js";
import { placeText } from "../text/place.js";
import { item, prose } from "../text/prose.js";
import type { TryContext, TryRenderer } from "./context.js";
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

/** What was tried, for the terminal. */
export const tryTable: TryRenderer = (result, context) => {
  const { style } = context;
  const name = culpritPieces(result)
    .map(({ text }) => text)
    .join("");
  const sections = [[style.strong(visible(name)), ...prose(headlineOf(result), style)]];
  if (result.notTried !== null) sections.push(prose(`Not tried: ${visible(result.notTried)}.`, style));
  else if (result.culprit === null) sections.push(...siteSections(result, context));
  else {
    sections.push(...lists(result, context));
    const balanced = balancedWords(result.balanced);
    if (!context.quiet && balanced !== null) sections.push(prose(balanced, style).map(style.faint));
  }
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
};

function lists({ removed, changed, added }: Try, context: TryContext): string[][] {
  const { style } = context;
  return [
    list(
      "taken away",
      removed.map((site) => siteLine(site, "", context)),
      context,
    ),
    list(
      "still there",
      changed.map(({ before, after, what }) => {
        const words = what.map((each) => CHANGE_WORDS[each]).join(", ");
        const step = what.includes("way") && after.kind === "escape" ? after.flow.at(-1)?.steps.at(-1) : undefined;
        const way = step === undefined ? "" : `: ${step.expression} at ${placeText(step)}`;
        return siteLine(before, style.faint(visible(`${words}${way}`)), context);
      }),
      context,
    ),
    list(
      "new",
      added.map((site) => siteLine(site, "", context)),
      context,
    ),
  ].filter((lines) => lines.length > 0);
}

function list(title: string, rows: readonly string[], { style, top }: TryContext): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > top ? [style.faint(`  ${formatCount(rows.length - top)} more: see --top.`)] : [];
  return [style.faint(title), ...rows.slice(0, top), ...more];
}

function siteLine(site: SiteRecord, more: string, { style, root }: TryContext): string {
  const place = style.fileLink(visible(placeText(site)), site, root);
  const size = siteFacts(site);
  const text = `  ${place} ${visible(siteText(site))}${size === "" ? "" : style.faint(` ${size}`)}`;
  return more === "" ? text : `${text}\n    ${more}`;
}

function siteSections({ sites, waysOut }: Try, context: TryContext): string[][] {
  const { style } = context;
  return sites.map((tried, i) => {
    const ways = (waysOut ?? []).filter(({ site }) => site === i);
    return [
      siteLine(tried.site, "", context).trimStart(),
      ...ways.flatMap((way, n) => wayLines(way, n, style, context)),
      ...prose(endWords(tried, ways.length), style),
    ];
  });
}

function wayLines(way: WayOut, index: number, style: Style, { root }: TryContext): string[] {
  const place = style.fileLink(visible(placeText(way)), way, root);
  const closed = way.closed === null ? "not closed" : `closed by hiding \`${visible(way.closed)}\``;
  const left = stepExpression(way);
  const [first = "", ...rest] = item(
    `     `,
    [stepWords(way), ...(left === null ? [] : [`: \`${visible(left)}\``]), `, ${closed}`].join(""),
    style,
  );
  return [`  ${index + 1}. ${place}`, first, ...rest];
}
