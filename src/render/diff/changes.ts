import { subject } from "../../causes/cause-sentence.js";
import type { AddedEscape, ChangedEscape, Reason } from "../../records/diff.js";
import type { SiteRecord } from "../../records/record.js";
import { fill, fitEnd } from "../../text/fit.js";
import type { Style } from "../../text/style.js";
import { visible } from "../../text/visible.js";
import { recordList } from "../report/record-list.js";
import { codeFrame } from "../text/code-frame.js";
import { placeText } from "../text/place.js";
import type { DiffContext } from "./context.js";
import { effectsText, partsText, reasonText } from "./reason-text.js";

/** New allocations that follow from one reason, under it: each with its cause and, where it is at hand, its source. */
export function addedList(records: readonly AddedEscape[], reason: Reason | null, context: DiffContext): string[] {
  const { style, root } = context;
  const lines = reason === null ? [] : because(reason, style);
  for (const record of records) {
    lines.push(...recordList([record], style, root), ...sourceOf(record, context));
    if (record.parts !== null)
      lines.push(`  ${style.faint(fitEnd(visible(partsText(record.parts)), style.width - 2))}`);
  }
  return lines;
}

/** `because` and the reason, as many lines as it takes. */
function because(reason: Reason, style: Style): string[] {
  const place = reason.file === null ? "" : ` (${placeText(reason)})`;
  return fill(`because ${visible(reasonText(reason) + place)}`.split(" "), style.width).map(style.strong);
}

/** The source line, when it is the line that the record means: a file may have changed since the report was made. */
function sourceOf(record: SiteRecord, { sources, spanOf, style }: DiffContext): string[] {
  const { file, line, column } = record;
  const expression = record.kind === "escape" ? record.expression : "";
  if (file === null || line === null || sources === undefined) return [];
  const source = sources(file)?.[line - 1] ?? null;
  if (source === null || !mentions(source, expression)) return [];
  const context = { style, spanOf: spanOf ?? (() => null) };
  return codeFrame({ source, file, line, column, expression }, context, String(line).length + 2);
}

/** Whether the line holds the expression's first name, or the keyword of one that is not printed as it is written. */
function mentions(source: string, expression: string): boolean {
  if (expression === "... argument") return source.includes("(");
  if (expression === "func literal") return source.includes("func");
  const name = /[\p{L}_][\p{L}\p{N}_]*/u.exec(expression)?.[0];
  return name === undefined || source.includes(name);
}

/** Allocations that were there before, with what is another now. */
export function changedList(changes: readonly ChangedEscape[], { style, root }: DiffContext): string[] {
  const heads = recordList(
    changes.map(({ after }) => after),
    style,
    root,
  );
  return changes.flatMap((change, i) => [
    ...heads.slice(2 * i, 2 * i + 2),
    `  ${style.faint(fitEnd(visible(changeText(change)), style.width - 2))}`,
  ]);
}

function changeText({ before, what, effects, parts }: ChangedEscape): string {
  const found: string[] = effects.length === 0 ? [] : [effectsText(effects)];
  if (what.includes("cause")) found.push(`cause: was ${before.cause}`);
  if (what.includes("expression")) found.push(`was ${subject(before)}`);
  if (what.includes("callee") && before.kind === "escape" && before.callee !== null)
    found.push(`was passed to ${before.callee}`);
  if (what.includes("function")) found.push(`was in ${before.function}`);
  const isElsewhere = what.includes("file") || (what.includes("package") && !what.includes("instances"));
  if (isElsewhere) found.push(`was at ${placeText(before)}`);
  if (parts?.before != null && found.length === 0) found.push(`went by ${parts.before.expression}`);
  return found.length === 0 ? `what differs: ${what.join(", ")}` : found.join("; ");
}
