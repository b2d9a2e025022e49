import type { Measure, Measured, Proof, ProofRow, ProofSites, SiteChange } from "../../records/prove.js";
import { displayWidth, fill, fitEnd } from "../../text/fit.js";
import { formatCount, plural } from "../../text/number.js";
import { visible } from "../../text/visible.js";
import { shortName } from "../profile/table.js";
import { fitFunction, fitPath } from "../text/names.js";
import { prose } from "../text/prose.js";
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

/** A proof for the terminal: each benchmark with its units on both sides, and below them the sites that changed. */
export const proveTable: ProveRenderer = (proof, context) => {
  const { style, quiet } = context;
  const head = [...prose(headlineText(proof), style).map(style.strong)];
  if (!quiet) {
    const settings = settingsText(proof);
    if (settings !== "") head.push(style.faint(fitEnd(settings, style.width)));
    for (const text of remarks(proof)) head.push(...prose(text, style));
  }
  const sections = [head, ...measuresAndSites(proof, context)];
  return `${sections.map((each) => each.join("\n")).join("\n\n")}\n`;
};

/** The head of the columns, then a section for each benchmark. */
function measuresAndSites(proof: Proof, context: ProveContext): string[][] {
  const cells = proof.rows.map(({ measures }) => measures.map(cellsOf));
  const all = [headCells(proof, context), ...cells.flat()];
  const widths = all.reduce<number[]>(
    (most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, displayWidth(cell))),
    [],
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => {
        const space = " ".repeat(Math.max(0, (widths[i] ?? 0) - displayWidth(cell)));
        return i === 0 || i === row.length - 1 ? cell + space : space + cell;
      })
      .join("  ")
      .trimEnd();
  return [
    [context.style.faint(line(headCells(proof, context)))],
    ...proof.rows.map((row, i) => [
      ...benchmarkLine(row, proof, context),
      ...(cells[i] ?? []).map(line),
      ...siteLines(row, context),
    ]),
  ];
}

/** What a side's figures take, and all other columns. */
const SIDE_WIDTH = 16;
const OTHERS = 40;

function headCells({ before, after }: Proof, { style }: ProveContext): string[] {
  const room = Math.max(SIDE_WIDTH, Math.floor((style.width - OTHERS) / 2));
  return ["", ...[before, after].map(({ name }) => fitEnd(visible(name), room)), "delta", ""];
}

function cellsOf(measure: Measure): string[] {
  const { unit, before, after } = measure;
  return [
    `  ${fitEnd(visible(unitLabel(unit)), 16)}`,
    sideText(unit, before),
    sideText(unit, after),
    deltaText(measure),
    probabilityText(measure),
  ];
}

function sideText(unit: string, side: Measured | null): string {
  return side === null ? "" : `${valueText(unit, side.median)} ${spreadText(side).padStart(5)}`;
}

function benchmarkLine({ benchmark, package: importPath }: ProofRow, proof: Proof, { style }: ProveContext): string[] {
  const several = new Set(proof.rows.map((row) => row.package)).size > 1;
  const name = fitEnd(visible(benchmark), style.width);
  if (!several || importPath === null) return [style.heading(name)];
  const room = style.width - displayWidth(name) - 2;
  const shown = visible(importPath);
  return displayWidth(shown) <= room
    ? [`${style.heading(name)}  ${style.faint(shown)}`]
    : [style.heading(name), `  ${style.faint(fitPath(shown, style.width - 2))}`];
}

function siteLines(row: ProofRow, context: ProveContext): string[] {
  const { sites } = row;
  const { style, quiet, top } = context;
  if (sites === null) return [];
  if (sites.changes.length === 0) return [`  ${style.faint(noChangeText(sites))}`];
  const shown = sites.changes.slice(0, top);
  const widest = Math.max(...shown.map((each) => displayWidth(amounts(each))));
  const lines = shown.flatMap((each) => changeLines(each, widest, context));
  const rest = sites.changes.length - shown.length;
  if (rest > 0) lines.push(`  ${style.faint(`and ${plural(rest, "other site")}`)}`);
  const account = accountText(row);
  if (account !== null) lines.push(...prose(account, style, style.width - 2).map((text) => `  ${text}`));
  if (!quiet) lines.push(...notes(sites, context));
  return lines;
}

function notes(sites: ProofSites, { style }: ProveContext): string[] {
  return fill(`${profileText(sites)} ${plural(sites.same, "other site")} alike.`.split(" "), style.width - 2).map(
    (text) => `  ${style.faint(text)}`,
  );
}

/** The longest of them. */
const WORD = "changed".length;
/** Why it is allocated can be long. */
const MAX_LINES = 2;

function changeLines(change: SiteChange, widest: number, { style, quiet }: ProveContext): string[] {
  const place = placeOfChange(change);
  const { inYourCode } = place;
  const indent = " ".repeat(WORD + 4);
  const room = style.width - indent.length;
  const at = (each: { readonly file: string; readonly line: number; readonly function: string }, width: number) => {
    const name = fitFunction(visible(shortName(each.function)), Math.floor(width / 2));
    return `${fitPath(visible(`${each.file}:${each.line}`), width - 1 - displayWidth(name))} ${name}`;
  };
  const word = `${change.change.padEnd(WORD)}  ${amounts(change).padStart(widest)}`;
  const others = place.places > 1 ? ` and ${formatCount(place.places - 1)} more` : "";
  const left = style.width - displayWidth(word) - 4 - others.length;
  const lines =
    left >= 24
      ? [`  ${word}  ${style.strong(at(place, left))}${others}`]
      : [`  ${word}`, `${indent}${style.strong(at(place, room - others.length))}${others}`];
  const cause = style.cause(causeText(change));
  if (change.expression === null) return [...lines, ...(quiet ? [] : [`${indent}${cause}`])];
  const allocs = allocsText(change);
  const [first = "", ...more] = fill(
    `${causeText(change)}: ${visible(`${change.expression}, ${allocs === "" ? "" : `${allocs}, `}${change.why}`)}`.split(
      " ",
    ),
    room,
  ).slice(0, MAX_LINES);
  const texts = [first.replace(causeText(change), cause), ...more].map((text) => indent + text);
  if (inYourCode !== null) texts.push(`${indent}in your code: ${at(inYourCode, room - 14)}`);
  return [...lines, ...(quiet ? [] : texts)];
}

function amounts({ before, after }: SiteChange): string {
  if (before === null) return `+${bytesText(after?.bytes ?? 0)}`;
  if (after === null) return `-${bytesText(before.bytes)}`;
  return `${bytesText(before.bytes)} → ${bytesText(after.bytes)}`;
}
