import { readable } from "../../callees/phrases.js";
import type { Blame, Culprit } from "../../records/blame.js";
import { codeSpan, markdownText, proseMarkdown } from "../../text/markdown.js";
import { formatCount, formatPprofBytes, plural } from "../../text/number.js";
import {
  blameHeadline,
  culpritWords,
  FIRST_WAY,
  isSized,
  NO_ESCAPES,
  type OutermostWords,
  outermostWords,
  outsideLine,
  profileLine,
  triedWords,
} from "../text/culprit-text.js";
import { markdownPage } from "../text/markdown-page.js";
import { pipeTable } from "../text/pipe-table.js";
import { placeText } from "../text/place.js";
import type { BlameRenderer } from "./context.js";

/** Culprits for a pull request or an issue. */
export const blameMarkdown: BlameRenderer = (blame, { quiet }) => {
  const most = Math.max(blame.culprits.length, ...blame.groups.map((group) => group.culprits.length));
  return markdownPage(most, (top) => page(blame, quiet, top));
};

function page(blame: Blame, quiet: boolean, top: number): string {
  const { escapes, outside, culprits, groups } = blame;
  if (escapes === 0) return `${NO_ESCAPES}\n`;
  const blocks = ["### Where most escapes end first", `**${blameHeadline(blame)}**`, ...(quiet ? [] : [FIRST_WAY])];
  if (outside > 0) blocks.push(outsideLine(outside));
  if (blame.profile !== undefined) blocks.push(markdownText(profileLine(blame.profile)));
  for (const group of groups) {
    blocks.push(
      `#### ${codeSpan(group.package)}: ${plural(group.escapes, "escape")}`,
      culpritTable(group.culprits.slice(0, top), quiet),
    );
  }
  if (groups.length === 0 && culprits.length > 0) blocks.push(culpritTable(culprits.slice(0, top), quiet));
  return `${blocks.join("\n\n")}\n`;
}

function culpritTable(culprits: readonly Culprit[], quiet: boolean): string {
  const weighed = culprits.some(({ bytes }) => bytes !== undefined);
  const sized = isSized(culprits);
  const isTried = culprits.some(({ tried }) => tried !== undefined);
  const head = [
    ...(weighed ? ["Bytes"] : []),
    "Escapes",
    ...(sized ? ["Sure", "In loops"] : []),
    "Packages",
    "End here first",
    "At",
    "Ends in",
    ...(isTried ? ["Tried"] : []),
    "Example",
    ...(quiet ? [] : ["What helps"]),
  ];
  const rows = culprits.map((culprit) => {
    const { escapes, sure, inLoops, packages, file, example, remedy } = culprit;
    const { before, name, after } = culpritWords({ ...culprit, from: null });
    const from = culprit.from === null ? "" : ` from ${codeSpan(culprit.from)}`;
    const outermost = outermostWords(culprit);
    return [
      ...(weighed ? [formatPprofBytes(culprit.bytes ?? 0)] : []),
      formatCount(escapes),
      ...(sized ? [formatCount(sure), formatCount(inLoops)] : []),
      formatCount(packages),
      `${before}${codeSpan(name)}${markdownText(after)}${from}`,
      file === null ? "" : codeSpan(placeText(culprit)),
      outermost === null ? "" : outermostText(outermost),
      ...(isTried ? [markdownText(triedWords(culprit) ?? "")] : []),
      `${codeSpan(placeText(example))} ${codeSpan(readable(example.expression))}`,
      ...(quiet ? [] : [proseMarkdown(remedy)]),
    ];
  });
  return pipeTable(head, rows, 2 + (weighed ? 1 : 0) + (sized ? 2 : 0));
}

function outermostText({ through, name, after }: OutermostWords): string {
  return `${through === null ? "" : `${codeSpan(through)}, then `}${codeSpan(name)}${after}`;
}
