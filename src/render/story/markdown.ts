import { readable } from "../../callees/phrases.js";
import { subject } from "../../causes/cause-sentence.js";
import { withoutTypeArguments } from "../../causes/expression.js";
import type { LeakStory, Stories, Story, StoryStep } from "../../records/story.js";
import { callSentence, verdictSentence } from "../../sites/index.js";
import { codeSpan, markdownText, proseMarkdown } from "../../text/markdown.js";
import { plural } from "../../text/number.js";
import { visible } from "../../text/visible.js";
import { codeFrame, type Framed } from "../text/code-frame.js";
import { markdownPage } from "../text/markdown-page.js";
import { pipeTable } from "../text/pipe-table.js";
import { placeText } from "../text/place.js";
import { allocatedSentence } from "./allocated.js";
import type { StoryContext, StoryRenderer } from "./context.js";
import { rawFlow } from "./raw-flow.js";
import { figuresOf, siteHeading, thingOf } from "./site-list.js";
import { functionOf, guessSentence, isSameLine, madeSentence, neverAllocates, originSentence } from "./story-parts.js";

/** Stories for a pull request. */
export const storyMarkdown: StoryRenderer = (answer, context) =>
  markdownPage(answer.stories.length, (top) => page({ ...answer, stories: answer.stories.slice(0, top) }, context));

function page(answer: Stories, context: StoryContext): string {
  const { stories, hint } = answer;
  const blocks = hint === null ? [] : [markdownText(hint)];
  if (answer.sites.length > 1 && answer.match !== "closest") blocks.push(siteTable(answer));
  const advised = new Set<string>();
  for (const story of stories) {
    const { cause } = story.escape;
    blocks.push(...storyBlocks(story, { ...context, quiet: context.quiet || advised.has(cause) }));
    advised.add(cause);
  }
  for (const call of answer.undecided) {
    const place = codeSpan(placeText({ ...call, column: null }));
    blocks.push(`**Allocates without a decision:** ${place}. ${proseMarkdown(`${callSentence(call)} ${call.text}`)}`);
  }
  for (const leak of answer.leaks) blocks.push(...leakBlocks(leak, answer.match === "exact", context));
  const more = rest(answer);
  if (more !== null) blocks.push(more);
  return `${blocks.join("\n\n")}\n`;
}

function siteTable({ sites, matches }: Stories): string {
  const rows = sites.map((site) => [codeSpan(placeText(site)), codeSpan(thingOf(site)), site.cause, figuresOf(site)]);
  return `**${markdownText(siteHeading(matches, sites))}**\n\n${pipeTable(["Where", "What", "Cause", ""], rows)}`;
}

function rest({ stories, matches }: Stories): string | null {
  const more = matches - stories.length;
  return more > 0 && stories.length > 0 ? `${plural(more, "further match", "further matches")}.` : null;
}

/** A parameter that leaks. `isShort`: only what keeps it. */
function leakBlocks({ leak, source, text, steps, end }: LeakStory, isShort: boolean, context: StoryContext): string[] {
  const { file, line, column, parameter, function: name } = leak;
  const where = `${codeSpan(placeText(leak))}${name === null ? "" : ` in ${codeSpan(withoutTypeArguments(name))}`}`;
  const blocks = [`### ${codeSpan(parameter)}: parameter`, `${where}. ${proseMarkdown(text)}.`];
  if (!isShort) {
    blocks.push(...frames({ source, file, line, column, expression: parameter }, context));
    if (steps.length > 0) blocks.push(steps.map((step, i) => stepText(step, i, steps, context)).join("\n"));
  }
  blocks.push(`**So:** ${proseMarkdown(end.text)}`);
  return blocks;
}

function storyBlocks(story: Story, context: StoryContext): string[] {
  const { raw, quiet } = context;
  const { escape, source, origin, steps, end } = story;
  const name = escape.function === null ? "" : ` in ${codeSpan(functionOf(story))}`;
  const blocks = [
    `### ${codeSpan(readable(subject(escape)))}: ${escape.cause}`,
    `${codeSpan(placeText(escape))}${name}. ${proseMarkdown(madeSentence(story))}`,
  ];
  const { file, line, column, expression } = escape;
  blocks.push(...frames({ source, file, line, column, expression }, context));
  if (origin !== null) {
    blocks.push(originSentence(origin, codeSpan, (at) => codeSpan(placeText({ ...at, column: null }))));
  }
  const verdict = verdictSentence(escape);
  if (verdict !== null) blocks.push(proseMarkdown(verdict));
  if (escape.guess !== null) blocks.push(markdownText(guessSentence(escape.guess)));
  const allocated = allocatedSentence(story);
  if (allocated !== null) blocks.push(markdownText(allocated));
  if (neverAllocates(story)) return blocks;
  if (steps.length > 0) blocks.push(steps.map((step, i) => stepText(step, i, steps, context)).join("\n"));
  blocks.push(`**So:** ${proseMarkdown(end.text)}`);
  for (const { question, text } of story.answers ?? []) blocks.push(`**${question}** ${proseMarkdown(text)}`);
  if (raw) blocks.push(folded("The compiler's words", fenced(rawFlow(escape))));
  if (!quiet) for (const { text } of story.keptCalls) blocks.push(proseMarkdown(text));
  if (!quiet) blocks.push(folded("What helps", adviceText(story)));
  return blocks;
}

function stepText(step: StoryStep, index: number, steps: readonly StoryStep[], context: StoryContext): string {
  const sign = `${index + 1}. `;
  if (isSameLine(step, steps[index - 1])) return `${sign}${proseMarkdown(step.text)}`;
  const indent = " ".repeat(sign.length);
  const where = codeSpan(placeText({ ...step, column: null }));
  const lines = [`${sign}${proseMarkdown(step.text)} (${where})`];
  for (const frame of frames(step, context)) lines.push("", ...frame.split("\n").map((line) => indent + line));
  return lines.join("\n");
}

function adviceText({ explanation, remedies, noRemedy, whenNotToBother }: Story): string {
  return [
    proseMarkdown(explanation),
    noRemedy === null ? remedies.map((remedy) => `- ${proseMarkdown(remedy)}`).join("\n") : proseMarkdown(noRemedy),
    `When not to bother: ${proseMarkdown(whenNotToBother)}`,
  ].join("\n\n");
}

function frames(framed: Framed, context: StoryContext): string[] {
  const lines = codeFrame(framed, context, String(framed.line ?? "").length);
  return lines.length === 0 ? [] : [fenced(lines)];
}

/** A code block whose fence is longer than any in it. */
function fenced(lines: readonly string[]): string {
  const text = lines.map(visible).join("\n");
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
