import { why, wordsOf } from "../../causes/cause-sentence.js";
import { withoutTypeArguments } from "../../causes/expression.js";
import { textsOf } from "../../causes/site-texts.js";
import type { CountedEscape, Failure } from "../../records/gate.js";
import { fill, fitEnd } from "../../text/fit.js";
import { formatCount, plural } from "../../text/number.js";
import { visible } from "../../text/visible.js";
import { effectsText } from "../diff/reason-text.js";
import { pathEnd, pathWay, unknownText } from "../text/call-path.js";
import { placeText } from "../text/place.js";
import type { GateContext, GateRenderer } from "./context.js";
import { gateNotes, staleText } from "./notes.js";
import { comparedText, failureTitle, INTRODUCTION, passText, whyNew } from "./rule-text.js";
import { acceptances } from "./ways-to-accept.js";

/** How many remedies to name: the first are those that help most. */
const REMEDIES = 2;

/** For a terminal or the log of a failed run, and for somebody who has never heard of this tool. */
export const text: GateRenderer = {
  render: (context) => {
    const { gate, style, quiet } = context;
    const sections: string[][] = [];
    if (gate.passed) sections.push(words(passText(gate), context).map(style.strong));
    else {
      sections.push(
        [...gate.failures.map((failure) => style.strong(`FAIL: ${visible(failureTitle(failure))}`))],
        quiet ? [] : words(INTRODUCTION, context).map(style.faint),
      );
      const explained = new Set<string>();
      for (const failure of gate.failures) sections.push(...failureSections(failure, explained, context));
      if (!quiet) sections.push(acceptSection(context), howToRepeat(context));
    }
    sections.push(...(quiet ? [] : noteSections(context)));
    return [
      `${sections
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join("\n"))
        .join("\n\n")}\n`,
    ];
  },
};

/** `explained`: allocations that another rule counts too are explained once. */
function failureSections(failure: Failure, explained: Set<string>, context: GateContext): string[][] {
  const { gate, style, top } = context;
  const sections: string[][] = [];
  if (gate.failures.length > 1 || failure.rule === "assertion") {
    const at = failure.file === null ? "" : ` at ${placeText({ ...failure, column: null })}`;
    sections.push([style.heading(visible(`${failureTitle(failure)}${at}`))]);
  }
  const shown = failure.escapes.slice(0, top);
  shown.forEach((record, i) => {
    const key = JSON.stringify(record);
    sections.push(escapeSection(record, i + 1, explained.has(key), context));
    explained.add(key);
  });
  sections.push(...throughSections(failure, shown.length, context));
  const more = failure.escapes.length - shown.length;
  if (more > 0)
    sections.push([style.faint(`… and ${formatCount(more)} more: show them with --top ${failure.escapes.length}`)]);
  return sections;
}

function escapeSection(record: CountedEscape, number: number, again: boolean, context: GateContext): string[] {
  const { gate, style, quiet, root } = context;
  const line = context.sourceLine(record);
  const place = style.fileLink(visible(placeText(record)), record, root);
  const lines = [
    `${number}. ${place}: ${style.strong(visible(wordsOf(record)(record.message)))}${record.isNew ? "" : style.faint(" (not new)")}`,
  ];
  if (line !== null) lines.push(`     ${style.command(fitEnd(visible(line), style.width - 5))}`);
  if (quiet) return lines;
  if (again) return [...lines, "   Explained above."];
  const { title, docs, remedies, noRemedy, whenNotToBother } = textsOf(record);
  const reason = whyNew(record, gate);
  lines.push(...item("Where", inFunction(record), context));
  const how = record.kind === "escape" ? "Why it escapes" : "Why it allocates";
  lines.push(...item(how, `${why(record)} (${title}: ${record.cause})`, context));
  if (record.effects.length > 0) lines.push(...item("What the change does", effectsText(record.effects), context));
  if (reason !== null) lines.push(...item("Why it is new", reason, context));
  if (noRemedy !== null) lines.push(...item("What can be done", noRemedy, context));
  for (const remedy of remedies.slice(0, REMEDIES)) {
    lines.push(...item("What can be done", remedy, context));
  }
  if (whenNotToBother !== null) lines.push(...item("Not worth it", whenNotToBother, context));
  lines.push(...item("More", docs, context));
  return lines;
}

/** What calls lead to: the way to each allocation, then the calls that cannot be followed. */
function throughSections({ paths, unknown, unknownCalls }: Failure, before: number, context: GateContext): string[][] {
  const { style, top } = context;
  const sections = paths
    .slice(0, top)
    .map((path, i) => [
      `${before + i + 1}. ${style.strong(fitEnd(visible(pathEnd(path)), style.width - 5))}`,
      ...item("Reached by", pathWay(path), context),
    ]);
  if (unknown.length === 0) return sections;
  const shown = unknown.slice(0, top);
  const more = unknownCalls - shown.length;
  return [
    ...sections,
    [
      style.heading("Calls that cannot be followed"),
      ...shown.flatMap((call) => words(visible(unknownText(call)), context, 2).map((line) => `  ${line}`)),
      ...(more > 0 ? [style.faint(`  … and ${formatCount(more)} more`)] : []),
    ],
  ];
}

function inFunction({ function: full, package: importPath, instances }: CountedEscape): string {
  const name = full === null || instances === undefined ? full : withoutTypeArguments(full);
  return [name ?? "outside of functions", importPath === null ? "" : `package ${importPath}`]
    .filter((part) => part !== "")
    .join(", ");
}

function acceptSection(context: GateContext): string[] {
  const { style, gate } = context;
  const lines = [style.heading("If it has to be so")];
  for (const { text: sentence, lines: code } of acceptances(gate.failures, context)) {
    lines.push(...words(visible(sentence), context, 2).map((line) => `  ${line}`));
    lines.push(...code.map((line) => `      ${style.command(visible(line))}`));
  }
  return lines;
}

function howToRepeat({ style, command }: GateContext): string[] {
  return [style.heading("To see this again"), `  ${style.command(visible(command))}`];
}

function noteSections(context: GateContext): string[][] {
  const { gate, style, top, baselineFile } = context;
  const compared = comparedText(gate);
  const notes = [...(compared === null ? [] : [compared]), ...gateNotes(gate, baselineFile)].flatMap((note) =>
    words(visible(note), context),
  );
  const stale = gate.stale.slice(0, top).map((entry) => `  ${fitEnd(visible(staleText(entry)), style.width - 2)}`);
  const more = gate.stale.length - stale.length;
  return [
    [...notes, ...stale, ...(more > 0 ? [`  … and ${plural(more, "more entry", "more entries")}`] : [])].map(
      style.faint,
    ),
  ];
}

/** A labelled sentence, indented under a number. */
function item(label: string, sentence: string, context: GateContext): string[] {
  const [first = "", ...rest] = words(`${label}: ${visible(sentence)}`, context, 3);
  return [`   ${first}`, ...rest.map((line) => `     ${line}`)];
}

function words(sentence: string, { style }: GateContext, indent = 0): string[] {
  return fill(sentence.split(" "), style.width - indent - 2);
}
