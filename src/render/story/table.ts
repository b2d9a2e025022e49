import { readable } from "../../callees/phrases.js";
import { subject } from "../../causes/cause-sentence.js";
import { withoutTypeArguments } from "../../causes/expression.js";
import type { LeakStory, Stories, Story, StoryStep } from "../../records/story.js";
import { callSentence, verdictSentence } from "../../sites/index.js";
import { displayWidth, fitEnd } from "../../text/fit.js";
import { plural } from "../../text/number.js";
import { visible } from "../../text/visible.js";
import { codeFrame } from "../text/code-frame.js";
import { instancesText } from "../text/instances.js";
import { fitFunction, fitPath } from "../text/names.js";
import { placeText } from "../text/place.js";
import { item, prose } from "../text/prose.js";
import { allocatedSentence } from "./allocated.js";
import type { StoryContext, StoryRenderer } from "./context.js";
import { rawFlow } from "./raw-flow.js";
import { siteList } from "./site-list.js";
import {
  functionOf,
  guessSentence,
  isSameLine,
  madeSentence,
  neverAllocates,
  originSentence,
  writtenFunction,
} from "./story-parts.js";

/** Stories for the terminal: each from the line that makes the value to the place that keeps it, then what to do. */
export const storyTable: StoryRenderer = (answer, context) => {
  const { stories, hint } = answer;
  const advised = new Set<string>();
  const blocks: string[][] = hint === null ? [] : [prose(hint, context.style)];
  const list = siteList(answer, context.style, context.root);
  if (list.length > 0) blocks.push(list);
  for (const story of stories) {
    blocks.push(...storyBlocks(story, context));
    if (!context.quiet && !neverAllocates(story)) blocks.push(...advice(story, context, advised));
  }
  blocks.push(...undecidedBlocks(answer, context), ...leakBlocks(answer, context));
  const more = rest(answer);
  if (more !== null && !context.quiet) blocks.push(prose(more, context.style));
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
};

function rest({ stories, matches }: Stories): string | null {
  const more = matches - stories.length;
  return more > 0 && stories.length > 0 ? `${plural(more, "further story", "further stories")}: see --top.` : null;
}

/** What allocates though no story is told of it. */
function undecidedBlocks({ undecided }: Stories, { style, root, quiet }: StoryContext): string[][] {
  if (undecided.length === 0) return [];
  const told = undecided.flatMap((call) => {
    const place = style.fileLink(visible(placeText({ ...call, column: null })), call, root);
    const help = quiet || call.remedy === null ? "" : ` ${call.remedy}`;
    return [`  ${place}`, ...item("    ", `${callSentence(call)} ${call.text}${help}`, style)];
  });
  return [[style.heading("Allocates without a decision"), ...told]];
}

/** Parameters that leak: the whole way where they are the answer, else what keeps them. */
function leakBlocks({ leaks, match }: Stories, context: StoryContext): string[][] {
  const { style } = context;
  if (match !== "exact") return leaks.flatMap((leak) => leakStory(leak, context));
  const lines = leaks.flatMap(({ text, end }) => item("  - ", `${text}. ${end.text}`, style));
  return lines.length === 0 ? [] : [[style.heading("Parameters that leak"), ...lines]];
}

function leakStory({ leak, source, text, steps, end }: LeakStory, context: StoryContext): string[][] {
  const { style, root } = context;
  const { file, line, column, parameter, function: name } = leak;
  const gutter = gutterOf([leak, ...steps]);
  const where = `${visible(placeText(leak))}${name === null ? "" : ` in ${visible(withoutTypeArguments(name))}`}`;
  return [
    [
      style.fileLink(style.strong(fitEnd(where, style.width)), leak, root),
      ...prose(`Parameter: ${text}.`, style),
      ...codeFrame({ source, file, line, column, expression: parameter }, context, gutter),
    ],
    ...(steps.length === 0 ? [] : [steps.flatMap((step, i) => stepLines(step, i, steps, context, gutter))]),
    item("So: ", end.text, style),
  ];
}

function storyBlocks(story: Story, context: StoryContext): string[][] {
  const { style, raw } = context;
  const gutter = gutterOf([story.escape, story.origin, ...story.steps]);
  const opening = [...title(story, context), ...frame(story, context, gutter)];
  opening.push(...prose(madeSentence(story), style), ...originText(story, context, gutter));
  const verdict = verdictSentence(story.escape);
  if (verdict !== null) opening.push(...prose(verdict, style));
  if (story.escape.guess !== null) opening.push(...prose(guessSentence(story.escape.guess), style));
  const allocated = allocatedSentence(story);
  if (allocated !== null) opening.push(...prose(allocated, style));
  const blocks = [opening];
  if (neverAllocates(story)) return blocks;
  if (raw) blocks.push(rawFlow(story.escape).map((line) => style.faint(fitEnd(visible(line), style.width))));
  const steps = story.steps.flatMap((step, i) => stepLines(step, i, story.steps, context, gutter));
  if (steps.length > 0) blocks.push(steps);
  blocks.push(item("So: ", story.end.text, style));
  for (const { question, text } of story.answers ?? []) blocks.push([style.heading(question), ...prose(text, style)]);
  return blocks;
}

function gutterOf(places: readonly ({ readonly line: number | null } | null)[]): number {
  return Math.max(6, ...places.map((place) => 3 + String(place?.line ?? "").length));
}

function title(story: Story, { style, root }: StoryContext): string[] {
  const { escape, copies } = story;
  const place = visible(placeText(escape));
  const name = visible(functionOf(story));
  const what = visible(readable(subject(escape)));
  const copiesText = copiesOf(escape, copies);
  const room = Math.max(20, style.width - displayWidth(name) - displayWidth(copiesText) - 8);
  const shownPlace = fitPath(place, room);
  const thing = fitEnd(what, Math.max(20, style.width - displayWidth(escape.cause) - 2));
  return [
    `${style.fileLink(style.strong(shownPlace), escape, root)}${name === "" ? "" : ` in ${name}`}${copiesText}`,
    `${style.strong(thing)}: ${style.cause(escape.cause)}`,
  ];
}

/** Of a generic function, the instances that have the place. */
function copiesOf({ instances }: Story["escape"], copies: number): string {
  if (copies === 0) return "";
  // Several packages, or variants of one, can have it too.
  const known = visible(instancesText({ instances }));
  return ` (${known === "" || copies >= (instances?.length ?? 1) ? `and ${plural(copies, "instance")} more` : known})`;
}

function frame({ escape, source }: Story, context: StoryContext, gutter: number): string[] {
  const { file, line, column, expression, message } = escape;
  const moved = message.startsWith("moved to heap: ") ? message.slice(15) : expression;
  return codeFrame({ source, file, line, column, expression: moved }, context, gutter);
}

function originText({ origin }: Story, context: StoryContext, gutter: number): string[] {
  if (origin === null) return [];
  const { style } = context;
  const text = originSentence(
    origin,
    (name) => `\`${name}\``,
    (at) => visible(placeText({ ...at, column: null })),
  );
  return [...prose(text, style), ...codeFrame({ ...origin, column: null, expression: "" }, context, gutter)];
}

function stepLines(
  step: StoryStep,
  index: number,
  steps: readonly StoryStep[],
  context: StoryContext,
  gutter: number,
): string[] {
  const { style, root } = context;
  const sign = `${String(index + 1).padStart(3)}. `;
  if (isSameLine(step, steps[index - 1])) return item(sign, step.text, style);
  const indent = " ".repeat(sign.length);
  const place = fitPath(visible(placeText({ ...step, column: null })), Math.floor(style.width * 0.6));
  const name = visible(writtenFunction(step.function));
  const where = `${place}${name === "" ? "" : ` in ${fitFunction(name, style.width - displayWidth(place) - 10)}`}`;
  return [
    ...item(sign, step.text, style),
    `${indent}${style.fileLink(style.faint(where), step, root)}`,
    ...codeFrame(step, context, gutter),
  ];
}

/** Headings of what stays a call. */
const KEPT = { "not-inlined": "Why it is not inlined", "not-devirtualized": "Why it is not a direct call" } as const;

/** What was told before, as `told` has it, is not told again. */
function advice(story: Story, { style }: StoryContext, told: Set<string>): string[][] {
  const { escape, keptCalls, explanation, remedies, noRemedy, whenNotToBother, docs } = story;
  const isNew = (key: string) => !told.has(key) && told.add(key).size > 0;
  const helps = noRemedy === null ? remedies.flatMap((remedy) => item("  - ", remedy, style)) : prose(noRemedy, style);
  const blocks: string[][] = keptCalls
    .filter(({ text }) => isNew(text))
    .map(({ kind, text }) => [style.heading(KEPT[kind]), ...prose(text, style)]);
  const isNewCause = isNew(escape.cause);
  if (isNewCause) blocks.push([style.heading("Why"), ...prose(explanation, style)]);
  if (isNew(helps.join("\n"))) blocks.push([style.heading("What helps"), ...helps]);
  if (isNewCause)
    blocks.push([style.heading("When not to bother"), ...prose(whenNotToBother, style), style.faint(docs)]);
  return blocks;
}
