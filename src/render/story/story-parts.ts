import { withoutTypeArguments } from "../../causes/expression.js";
import type { Origin, Story, StoryStep } from "../../records/story.js";

/** What is allocated, or would be: as sure as the verdict that follows. */
export function madeSentence({ escape, made }: Story): string {
  const { allocates, reason } = escape;
  if (allocates === "no") return `Never allocated: ${made}.`;
  return allocates === "unknown" && reason !== null ? `Meant for the heap: ${made}.` : `Allocated: ${made}.`;
}

/** Where the value is made whose line calls what is inlined. `quote` marks code, `place` a file and line. */
export function originSentence(
  { functions, lines, ...made }: Origin,
  quote: (code: string) => string,
  place: (at: Pick<Origin, "file" | "line">) => string,
): string {
  const at = made.file === null ? "" : ` at ${place(made)}`;
  const last = functions.at(-1) ?? "";
  const around = functions
    .slice(0, -1)
    .map((name, i) => {
      const line = lines[i];
      const where = line === undefined || line.file === null ? "" : ` at ${place(line)}`;
      return `, inlined in ${quote(name)}${where}`;
    })
    .reverse()
    .join("");
  if (/-range\d+$/.test(last)) {
    return `The function that the loop goes over is inlined here with the body of the loop, which makes the value${at}${around}.`;
  }
  return `This line calls a function that is inlined: the value is made in ${quote(last)}${at}${around}.`;
}

/** The function that an escape is in: of a closure that is inlined with its function, where to. */
export function functionOf({ escape, within }: Story): string {
  if (within === undefined) return writtenFunction(escape.function);
  const name = escape.function ?? "";
  const at = name.indexOf(`.${within.replace(/\.(?:func)?\d+$/, "").replace(/^\(\*(.*)\)/, "$1")}.`);
  return `${within}${at <= 0 ? "" : `, inlined in ${writtenFunction(name.slice(0, at))}`}`;
}

/** The function of a line in the words of the source: the body of a loop over a function belongs to the function around. */
export function writtenFunction(name: string | null): string {
  return withoutTypeArguments(name ?? "").replace(/-range\d+/g, "");
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
