import { readable } from "../../callees/phrases.js";
import type { Blame, Culprit } from "../../records/blame.js";
import { displayWidth, fitEnd } from "../../text/fit.js";
import { formatCount, formatPprofBytes, plural } from "../../text/number.js";
import type { FilePlace } from "../../text/style.js";
import { visible } from "../../text/visible.js";
import {
  blameHeadline,
  culpritWords,
  FIRST_WAY,
  NO_ESCAPES,
  outermostWords,
  profileLine,
} from "../text/culprit-text.js";
import { fitFunction, fitPath } from "../text/names.js";
import { placeText } from "../text/place.js";
import { item, prose } from "../text/prose.js";
import type { BlameContext, BlameRenderer } from "./context.js";

/** Culprits for the terminal: a row of figures each, and below it where its escapes end, an example and a remedy. */
export const blameTable: BlameRenderer = (blame, context) => {
  const sections = [headline(blame, context)];
  const advised = new Set<string>();
  if (blame.groups.length > 0) {
    for (const group of blame.groups) {
      const title = `${visible(group.package)}: ${plural(group.escapes, "escape")}`;
      sections.push([context.style.heading(title), ...rows(group.culprits, context, advised)]);
    }
  } else if (blame.culprits.length > 0) sections.push(rows(blame.culprits, context, advised));
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
};

function headline(blame: Blame, { style, quiet }: BlameContext): string[] {
  const { escapes, culpritCount, culprits, groups } = blame;
  if (escapes === 0) return prose(NO_ESCAPES, style);
  const lines = prose(blameHeadline(blame), style).map(style.strong);
  if (blame.profile !== undefined) lines.push(...prose(profileLine(blame.profile), style));
  if (!quiet && groups.length === 0 && culprits.length < culpritCount) {
    lines.push(style.faint(`The first ${formatCount(culprits.length)}: see --top.`));
  }
  if (!quiet) lines.push(...prose(FIRST_WAY, style).map(style.faint));
  return lines;
}

function rows(culprits: readonly Culprit[], context: BlameContext, advised: Set<string>): string[] {
  const weighed = culprits.some(({ bytes }) => bytes !== undefined);
  // What was allocated stands before the escapes.
  const weights = culprits.map(({ bytes = 0 }) => (weighed ? `${formatPprofBytes(bytes)}  ` : ""));
  const weight = weighed ? Math.max("bytes  ".length, ...weights.map(displayWidth)) : 0;
  const counts = culprits.map(({ escapes }) => formatCount(escapes));
  const packages = culprits.map((culprit) => formatCount(culprit.packages));
  const first = Math.max("escapes".length, ...counts.map(displayWidth));
  const second = Math.max("packages".length, ...packages.map(displayWidth));
  const indent = weight + first + second + 4;
  const { style } = context;
  const head = `${weighed ? "bytes  ".padStart(weight) : ""}${"escapes".padStart(first)}  ${"packages".padStart(second)}  end here first`;
  return [
    style.faint(head),
    ...culprits.flatMap((culprit, i) => [
      `${(weights[i] ?? "").padStart(weight)}${(counts[i] ?? "").padStart(first)}  ${(packages[i] ?? "").padStart(second)}  ${title(culprit, style.width - indent, context)}`,
      ...details(culprit, indent, context, advised),
    ]),
  ];
}

/** A narrow terminal shows the name alone. */
const MIN_NAME = 16;

function title(culprit: Culprit, width: number, { style }: BlameContext): string {
  const { before, name, after } = culpritWords(culprit);
  const around = displayWidth(before) + displayWidth(visible(after));
  if (width - around < MIN_NAME) return style.strong(fitFunction(visible(name), width));
  return `${before}${style.strong(fitFunction(visible(name), width - around))}${visible(after)}`;
}

function details(
  culprit: Culprit,
  indent: number,
  { style, root, quiet }: BlameContext,
  advised: Set<string>,
): string[] {
  const sign = " ".repeat(indent);
  const room = Math.max(20, style.width - indent);
  const { example, remedy, file } = culprit;
  const lines: string[] = [];
  const line = (label: string, text: string, place: FilePlace | null) => {
    const shown = fitEnd(fitPath(visible(text), room - label.length - 1), room - label.length - 1);
    lines.push(`${sign}${style.faint(label)} ${place === null ? shown : style.fileLink(shown, place, root)}`);
  };
  if (file !== null) line("at", placeText(culprit), culprit);
  const outermost = outermostWords(culprit);
  if (outermost !== null) {
    const { through, name, after } = outermost;
    line("ends in", `${through === null ? "" : `${through}, then `}${name}${after}`, null);
  }
  line("example", `${placeText(example)} ${fitEnd(readable(example.expression), 40)}`, example);
  // What helps against many of them is told once.
  if (!quiet && !advised.has(remedy))
    lines.push(...item(sign, remedy, { ...style, width: Math.max(indent + 30, style.width) }));
  advised.add(remedy);
  return lines;
}
