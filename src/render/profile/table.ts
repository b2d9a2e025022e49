import { causeLine } from "../../causes/call-texts.js";
import type { ProfileReport, ProfileRow, ProfileSite } from "../../records/profile.js";
import { displayWidth, fill, fitEnd } from "../../text/fit.js";
import { formatCount, formatPprofBytes, plural } from "../../text/number.js";
import { visible } from "../../text/visible.js";
import { columns } from "../text/columns.js";
import { fitFunction, fitPath } from "../text/names.js";
import { prose } from "../text/prose.js";
import type { ProfileContext, ProfileRenderer } from "./context.js";
import {
  amountText,
  benchmarkText,
  headlineText,
  ORIGIN_TEXTS,
  samplingText,
  shareText,
  unjoinedText,
} from "./words.js";

/** A profile for the terminal: how much was joined, bytes by cause, then the lines with what to change. */
export const profileTable: ProfileRenderer = (report, context) => {
  const sections = [
    opening(report, context),
    causes(report, context),
    origins(report, context),
    lines(report, context),
  ];
  return `${sections
    .filter((each) => each.length > 0)
    .map((each) => each.join("\n"))
    .join("\n\n")}\n`;
};

function opening(report: ProfileReport, { style, quiet }: ProfileContext): string[] {
  const text = prose(headlineText(report), style).map(style.strong);
  if (quiet) return text;
  for (const benchmark of report.benchmarks) text.push(fitEnd(visible(benchmarkText(benchmark)), style.width));
  text.push(style.faint(samplingText(report)));
  const unjoined = unjoinedText(report);
  return unjoined === null ? text : [...text, ...prose(unjoined, style)];
}

function causes({ causes: found, unit, total }: ProfileReport, { style }: ProfileContext): string[] {
  if (found.length === 0) return [];
  const head = [unit, "share", "objects", "cause", "what it means"].map((text, i) =>
    i < 4 ? style.faint(text) : text,
  );
  const figures = found.map(({ cause, flat, objects }) => [
    amountText(flat, unit),
    shareText(flat, total),
    formatCount(objects),
    style.cause(cause),
    causeLine(cause),
  ]);
  const room = (rows: string[][]) => rows.map((cells) => cells.slice(0, style.width < 90 ? 4 : 5));
  return [style.heading("By cause"), ...columns(room([head, ...figures]), ["right", "right", "right", "left", "left"])];
}

function origins({ origins: found, unit, total }: ProfileReport, { style }: ProfileContext): string[] {
  if (found.length === 0) return [];
  const rows = found.map(({ origin, flat }) => [
    amountText(flat, unit),
    shareText(flat, total),
    origin === "site" ? "" : ORIGIN_TEXTS[origin],
  ]);
  return [style.heading("Without a place in this build"), ...columns(rows, ["right", "right", "left"])];
}

function lines(report: ProfileReport, context: ProfileContext): string[] {
  const { rows, unit, total, lines: count } = report;
  const { style } = context;
  if (rows.length === 0) return [];
  let sum = 0;
  const cells = rows.map((row) => {
    sum += Number(row.flat);
    return [
      amountText(row.flat, unit),
      shareText(row.flat, total),
      shareText(sum, total),
      ...(row.cum === row.flat ? [""] : [amountText(row.cum, unit)]),
    ];
  });
  const operations = rows.some(({ perOperation }) => perOperation !== null);
  const head = [unit, "share", "sum", "with calls", ...(operations ? ["B/op", "allocs/op"] : [])];
  const figures = rows.map(({ perOperation }, i) => [
    ...(cells[i] ?? []),
    ...(operations ? operationCells(perOperation) : []),
  ]);
  const widths = head.map((name, i) => Math.max(name.length, ...figures.map((row) => (row[i] ?? "").length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padStart(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  const title = `Lines${rows.length < count ? `, the first ${formatCount(rows.length)} of ${formatCount(count)}` : ""}`;
  return [
    style.heading(title),
    style.faint(line(head)),
    ...rows.flatMap((row, i) => [line(figures[i] ?? []), ...details(row, report, context)]),
  ];
}

function operationCells(perOperation: ProfileRow["perOperation"]): string[] {
  if (perOperation === null) return ["", ""];
  return [formatCount(Math.round(perOperation.bytes)), formatCount(Math.round(perOperation.allocs * 10) / 10)];
}

const INDENT = "    ";
/** Sites of a line beyond these weigh little. */
const SITES = 3;
/** An expression can be long. */
const MAX_LINES = 3;

function details(row: ProfileRow, report: ProfileReport, context: ProfileContext): string[] {
  const { style, root, quiet } = context;
  const room = style.width - INDENT.length;
  const place = (at: { readonly file: string; readonly line: number; readonly function: string }) => {
    const name = fitFunction(visible(shortName(at.function)), Math.floor(room / 2));
    const path = fitPath(visible(`${at.file}:${at.line}`), room - 4 - displayWidth(name));
    return style.fileLink(`${path} ${name}`, at, root);
  };
  const found = [`${INDENT}${style.strong(place(row))}`];
  const { inYourCode, callers } = row;
  if (inYourCode !== null && !(inYourCode.file === row.file && inYourCode.line === row.line)) {
    const others = callers > 1 ? `, and ${plural(callers - 1, "other line")}` : "";
    found.push(`${INDENT}${style.faint(`in your code${others}:`)}`, `${INDENT}  ${place(inYourCode)}`);
  }
  if (row.origin !== null && row.origin !== "site") found.push(`${INDENT}${style.faint(ORIGIN_TEXTS[row.origin])}`);
  for (const site of row.sites.slice(0, SITES)) found.push(...siteLines(site, row, report, context));
  if (row.sites.length > SITES)
    found.push(`${INDENT}${style.faint(`and ${plural(row.sites.length - SITES, "other site")}`)}`);
  const [first] = row.sites;
  if (!quiet && first !== undefined && first.remedy !== "") {
    found.push(...prose(first.remedy, style, room).map((text) => INDENT + text));
  }
  return found;
}

function siteLines(site: ProfileSite, row: ProfileRow, { unit }: ProfileReport, { style }: ProfileContext): string[] {
  const { cause, expression, bytes, candidates, allocates, flat } = site;
  const facts = [
    ...(row.sites.length > 1 ? [amountText(flat, unit)] : []),
    ...(bytes === null ? [] : [`${sizeText(bytes)} each`]),
    ...(allocates === "unknown" ? [] : [`allocates: ${allocates}`]),
    ...(candidates > 1 ? [`one of ${candidates} of that size there`] : []),
  ];
  const where = site.line === row.line && site.function === row.function ? "" : ` at line ${site.line}`;
  const text = `${expression}${where}, ${site.why}`;
  const room = style.width - INDENT.length;
  const details = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
  const words = fill(visible(text).split(" "), room - 2).slice(0, MAX_LINES);
  return [`${INDENT}${style.cause(cause)}${details}`, ...words.map((each) => `${INDENT}  ${fitEnd(each, room - 2)}`)];
}

function sizeText({ least, most }: { readonly least: number; readonly most: number }): string {
  return least === most ? formatPprofBytes(least) : `${formatPprofBytes(least)} to ${formatPprofBytes(most)}`;
}

/** A function without the directories of its import path, as it is written in Go. */
export function shortName(symbol: string): string {
  const end = symbol.search(/[[(]/);
  const path = end < 0 ? symbol : symbol.slice(0, end);
  return symbol.slice(path.lastIndexOf("/") + 1);
}
