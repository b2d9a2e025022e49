import type { Story, StoryStep } from "../../records/story.js";

/** What is allocated, or would be: as sure as the verdict that follows. */
export function madeSentence({ escape, made }: Story): string {
  const { allocates, reason } = escape;
  if (allocates === "no") return `Never allocated: ${made}.`;
  return allocates === "unknown" && reason !== null ? `Meant for the heap: ${made}.` : `Allocated: ${made}.`;
}

/** There is nothing to explain, nor to mend. */
export function neverAllocates({ escape }: Story): boolean {
  return escape.allocates === "no";
}

/** Whether a step stands on the line of the one before it, which has been shown. */
export function isSameLine(step: StoryStep, before: StoryStep | undefined): boolean {
  return step.file === before?.file && step.line === before.line && step.function === before.function;
}

/** What the compiler's text leaves open about an escape. */
export function guessSentence(guess: string): string {
  return `A guess: ${guess}.`;
}
