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
  isSized,
  NO_ESCAPES,
  outermostWords,
  outsideLine,
  profileLine,
  SURE_FIGURES,
  triedWords,
} from "../text/culprit-text.js";
import { fitFunction, fitPath } from "../text/names.js";
import { placeText } from "../text/place.js";
import { item, prose } from "../text/prose.js";
import type { BlameContext, BlameRenderer } from "./context.js";

/** What a screen has. */
const SCREEN_LINES = 40;

/** Culprits for the terminal: a row of figures each, and below it where its escapes end, an example and a remedy. */
export const blameTable: BlameRenderer = (blame, context) => {
  let shown = blame.culprits.length;
  let lines = tableLines(blame, context, shown);
  while (context.screen === true && lines.length > SCREEN_LINES && shown > 1) {
    shown--;
    lines = tableLines(blame, context, shown);
  }
  return `${lines.join("\n")}\n`;
};

function tableLines(blame: Blame, context: BlameContext, shown: number): string[] {
  const culprits = blame.culprits.slice(0, shown);
  const sections = [headline(blame, context, shown)];
  const advised = new Set<string>();
  if (blame.groups.length > 0) {
    for (const group of blame.groups) {
      const title = `${visible(group.package)}: ${plural(group.escapes, "escape")}`;
      sections.push([context.style.heading(title), ...rows(group.culprits, context, advised)]);
    }
  } else if (culprits.length > 0) sections.push(rows(culprits, context, advised));
  return sections.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));
}

function headline(blame: Blame, { style, quiet }: BlameContext, shown: number): string[] {
  const { escapes, outside, culpritCount, culprits, groups } = blame;
  if (escapes === 0) return prose(NO_ESCAPES, style);
  const lines = prose(blameHeadline(blame), style).map(style.strong);
  if (outside > 0) lines.push(...prose(outsideLine(outside), style));
  if (blame.profile !== undefined) lines.push(...prose(profileLine(blame.profile), style));
  if (quiet) return lines;
  if (groups.length === 0 && shown < culpritCount)
    lines.push(style.faint(`The first ${formatCount(shown)}: see --top.`));
  const all = groups.length === 0 ? culprits : groups.flatMap((group) => group.culprits);
  lines.push(...prose(isSized(all) ? `${FIRST_WAY} ${SURE_FIGURES}` : FIRST_WAY, style).map(style.faint));
  return lines;
}

/** A column of figures, as wide as its head at least. */
interface Figures {
  readonly head: string;
  readonly of: (culprit: Culprit) => string;
}

function figuresFor(culprits: readonly Culprit[]): readonly Figures[] {
  const weighed = culprits.some(({ bytes }) => bytes !== undefined);
  return [
    // What was allocated stands before the escapes.
    ...(weighed ? [{ head: "bytes", of: ({ bytes = 0 }: Culprit) => formatPprofBytes(bytes) }] : []),
    { head: "escapes", of: ({ escapes }) => formatCount(escapes) },
    ...(isSized(culprits)
      ? [
          { head: "sure", of: ({ sure }: Culprit) => formatCount(sure) },
          { head: "loop", of: ({ inLoops }: Culprit) => formatCount(inLoops) },
        ]
      : [{ head: "packages", of: ({ packages }: Culprit) => formatCount(packages) }]),
  ];
}

function rows(culprits: readonly Culprit[], context: BlameContext, advised: Set<string>): string[] {
  const columns = figuresFor(culprits).map(({ head, of }) => {
    const texts = culprits.map(of);
    return { head, texts, width: Math.max(head.length, ...texts.map(displayWidth)) };
  });
  const indent = columns.reduce((sum, { width }) => sum + width + 2, 0);
  const { style } = context;
  const line = (text: (column: (typeof columns)[number]) => string) =>
    columns.map((column) => `${text(column).padStart(column.width)}  `).join("");
  return [
    style.faint(`${line(({ head }) => head)}end here first`),
    ...culprits.flatMap((culprit, i) => [
      `${line(({ texts }) => texts[i] ?? "")}${title(culprit, style.width - indent, context)}`,
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
  const tried = triedWords(culprit);
  if (tried !== null) {
    const [first = "", ...rest] = item(`${sign}tried `, tried, { ...style, width: Math.max(indent + 30, style.width) });
    lines.push(first.replace("tried", style.faint("tried")), ...rest);
  }
  line("example", `${placeText(example)} ${fitEnd(readable(example.expression), 40)}`, example);
  // What helps against many of them is told once.
  if (!quiet && remedy !== "" && !advised.has(remedy))
    lines.push(...item(sign, remedy, { ...style, width: Math.max(indent + 30, style.width) }));
  advised.add(remedy);
  return lines;
}
