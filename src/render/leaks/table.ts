import { callPlace } from "../../leaks/shown-place.js";
import type { LeakCall, LeakFinding, Leaks, LeakTrace } from "../../records/leaks.js";
import { visible } from "../../text/visible.js";
import { columns } from "../text/columns.js";
import { fitFunction, fitPath } from "../text/names.js";
import { item, prose } from "../text/prose.js";
import type { LeaksContext, LeaksRenderer } from "./context.js";
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

/** Leaks for the terminal: the points, then each finding with its reasons and what helps. */
export const leaksTable: LeaksRenderer = (leaks, context) => {
  const { style, quiet } = context;
  const sections: string[][] = [prose(headline(leaks), style).map(style.strong)];
  if (leaks.points.length > 0) sections.push(pointLines(leaks, context));
  for (const finding of leaks.findings) sections.push(findingLines(finding, context));
  if (leaks.trace !== null) sections.push(traceLines(leaks.trace, context));
  if (leaks.allowed.length > 0) {
    sections.push(leaks.allowed.flatMap(({ finding, reason }) => allowedLine(finding, reason, context)));
  }
  if (!quiet) sections.push(noteLines(leaks, context));
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
};

function pointLines({ points, judged }: Leaks, { style, quiet }: LeaksContext): string[] {
  const rows = pointRows(points, judged);
  const [head = "", ...lines] = columns(
    rows,
    (rows[0] ?? []).map(() => "right"),
  );
  const starred = !quiet && judged.length < points.length ? [style.faint("* not judged by")] : [];
  return [style.faint(head), ...lines, ...starred];
}

function traceLines(trace: LeakTrace, { style, root }: LeaksContext): string[] {
  const rows = traceRows(trace, root).map((row) => row.map(visible));
  const width = Math.max(20, style.width - 40);
  const fitted = rows.map((row) => [...row.slice(0, -1), fitFunction(row.at(-1) ?? "", width)]);
  const [head = "", ...lines] = columns(fitted, ["right", "right", "right", "right", "left", "left"]);
  return [...prose(traceTitle(trace), style).map(style.strong), style.faint(head), ...lines];
}

/** Before each line of a finding. */
const INDENT = "  ";
const LABEL = 8;

function findingLines(finding: LeakFinding, context: LeaksContext): string[] {
  const { style, quiet } = context;
  const { kind, certainty, growth, summary, keptBy, madeAt, calledFrom, waitsFor, blockedMinutes, evidence } = finding;
  const bars = growth.length > 1 ? `${sparkline(growth)}  ` : "";
  const lines = [`${style.strong(certainty)}  ${style.cause(kind)}  ${bars}${growthText(finding)}`];
  const label = (name: string) => `${INDENT}${name.padEnd(LABEL)}`;
  const call = (name: string, at: LeakCall) => {
    const place = callPlace(at, context.root);
    if (place === null) return;
    const room = Math.max(20, style.width - INDENT.length - LABEL);
    const link = style.fileLink(fitPath(visible(place), room), at, context.root);
    const where =
      at.file === null || at.function === null
        ? ""
        : ` ${style.faint(fitFunction(visible(at.function), Math.max(10, room - place.length - 1)))}`;
    lines.push(`${style.faint(label(name))}${link}${where}`);
  };
  const text = (name: string, words: string) => {
    const rows = item(label(name), words, style);
    lines.push(...rows.map((row, i) => (i === 0 ? style.faint(label(name)) + row.slice(label(name).length) : row)));
  };
  call("at", finding);
  if (calledFrom !== null) call("from", calledFrom);
  if (madeAt !== null) call("made at", madeAt);
  text("what", visible(summary));
  if (waitsFor !== null && blockedMinutes !== null && blockedMinutes > 0) {
    text("waits", `for ${blockedMinutes} minutes and more`);
  }
  const value = valueText(finding);
  if (value !== null) text("value", visible(value));
  if (keptBy !== null) text("kept by", visible(keptBy));
  if (quiet) return lines;
  for (const [i, reason] of evidence.entries()) text(i === 0 ? "because" : "", visible(reason));
  text("helps", finding.remedy);
  text("confirm", finding.confirm);
  return lines;
}

function allowedLine(finding: LeakFinding, reason: string, { style, root }: LeaksContext): string[] {
  const place = callPlace(finding, root) ?? finding.kind;
  return prose(`allowed: ${finding.kind} at ${visible(place)} (${visible(reason)})`, style).map(style.faint);
}

function noteLines(leaks: Leaks, { style }: LeaksContext): string[] {
  const limits = limitsText(leaks);
  return [
    ...leaks.notes.flatMap((note) => item("note: ", visible(note), style)),
    ...(leaks.memory === null ? [] : prose(memoryText(leaks.memory), style)),
    ...(limits === null ? [] : prose(limits, style)),
  ];
}
