import { why, wordsOf } from "../../causes/cause-sentence.js";
import { textsOf } from "../../causes/site-texts.js";
import type { CountedEscape, Failure } from "../../records/gate.js";
import { codeSpan, markdownText, proseMarkdown } from "../../text/markdown.js";
import { formatCount } from "../../text/number.js";
import { visible } from "../../text/visible.js";
import { effectsText } from "../diff/reason-text.js";
import { pathEnd, pathWay, unknownText } from "../text/call-path.js";
import { markdownPage } from "../text/markdown-page.js";
import { placeText } from "../text/place.js";
import type { GateContext, GateRenderer } from "./context.js";
import { gateNotes } from "./notes.js";
import { comparedText, failureTitle, INTRODUCTION, passText, whyNew } from "./rule-text.js";
import { acceptances } from "./ways-to-accept.js";

/** For a pull request's comment or a job's summary. */
export const markdown: GateRenderer = {
  render: (context) => [markdownPage(context.top, (top) => page({ ...context, top }))],
};

function page(context: GateContext): string {
  const { gate, quiet } = context;
  const lines: string[] = [];
  if (gate.passed) lines.push(`✅ ${markdownText(passText(gate))}`, "");
  else {
    for (const failure of gate.failures) lines.push(...failureLines(failure, context));
    if (!quiet) lines.push(...accept(context));
  }
  const compared = comparedText(gate);
  const notes = [...(compared === null ? [] : [compared]), ...gateNotes(gate, context.baselineFile)];
  for (const note of quiet ? [] : notes) lines.push(`> ${markdownText(note)}`, "");
  return lines.join("\n");
}

function failureLines(failure: Failure, context: GateContext): string[] {
  const shown = failure.escapes.slice(0, context.top);
  const more = failure.escapes.length - shown.length;
  return [
    `### ❌ ${markdownText(failureTitle(failure))}`,
    "",
    ...shown.flatMap((record) => escapeLines(record, context)),
    ...(more > 0 ? [`…and ${formatCount(more)} more.`, ""] : []),
    ...failure.paths
      .slice(0, context.top)
      .flatMap((path) => [`- ${codeSpan(pathEnd(path))}`, `  - Reached by: ${codeSpan(pathWay(path))}`]),
    ...failure.unknown.slice(0, context.top).map((call) => `- Cannot be followed: ${codeSpan(unknownText(call))}`),
    ...(failure.paths.length + failure.unknown.length > 0 ? [""] : []),
  ];
}

function escapeLines(record: CountedEscape, context: GateContext): string[] {
  const line = context.sourceLine(record);
  const reason = whyNew(record, context.gate);
  const {
    title,
    noRemedy,
    remedies: [remedy = noRemedy],
  } = textsOf(record);
  return [
    `- ${codeSpan(placeText(record))}: **${codeSpan(wordsOf(record)(record.message))}**${record.isNew ? "" : " (not new)"}`,
    ...(line === null ? [] : [`  ${codeSpan(line)}`]),
    `  - ${record.kind === "escape" ? "Why it escapes" : "Why it allocates"}: ${why(record, codeSpan)} (${markdownText(title)})`,
    ...(record.effects.length === 0 ? [] : [`  - What the change does: ${effectsText(record.effects)}`]),
    ...(reason === null ? [] : [`  - Why it is new: ${markdownText(reason)}`]),
    ...(remedy === null ? [] : [`  - What can be done: ${proseMarkdown(remedy)}`]),
    "",
  ];
}

function accept(context: GateContext): string[] {
  const ways = acceptances(context.gate.failures, context).flatMap(({ text, lines }) => [
    markdownText(`${text}${lines.length > 0 ? ":" : ""}`),
    "",
    ...(lines.length > 0 ? [...lines.map((line) => `    ${visible(line)}`), ""] : []),
  ]);
  return [
    "<details><summary>What this means, and how to accept it</summary>",
    "",
    markdownText(INTRODUCTION),
    "",
    ...ways,
    "To see this on your machine:",
    "",
    `    ${visible(context.command)}`,
    "",
    "</details>",
    "",
  ];
}
