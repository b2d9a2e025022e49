import type { EscapeRecord } from "../records/record.js";
import type { Story } from "../records/story.js";
import { isCandidate } from "../report/filter.js";
import type { BuildRecords } from "./build-knowledge.js";
import { tellStory } from "./story.js";

/**
 * What the values that a line allocates are stored in, in words: "global `main.cache`", "field `c.entries`". null where
 * the compiler does not say. `escapes`: those of the line; `others`: those of its function.
 */
export function storedIn(
  build: BuildRecords,
  escapes: readonly EscapeRecord[],
  others: readonly EscapeRecord[],
): string | null {
  const words = escapes.filter(isCandidate).flatMap((escape) => keeper(build, escape, others) ?? []);
  // What lives as long as the program says most; without it, the first.
  return words.find((text) => text.startsWith("global")) ?? words[0] ?? null;
}

function keeper(build: BuildRecords, escape: EscapeRecord, others: readonly EscapeRecord[]): string | null {
  const story = tellStory(build, escape, 0);
  const { kind, name } = story.end;
  switch (kind) {
    case "global":
    case "field":
    case "element":
    case "pointer":
      return place(story);
    case "append":
      return appendedTo(build, story, others);
    case "send":
      return name === null ? "a channel that it is sent on" : `a channel: \`${name}\``;
    case "go":
      return "a goroutine that is started with it";
    default:
      return null;
  }
}

/**
 * The slice that a value is appended to: its array is an allocation of its own, and where that is stored, the compiler
 * says with another record, such as `append(heads, page[:4]) escapes to heap`.
 */
function appendedTo(build: BuildRecords, story: Story, others: readonly EscapeRecord[]): string | null {
  const slice = /appended to `([^`]+)`/.exec(story.steps.at(-1)?.text ?? "")?.[1];
  if (slice === undefined) return null;
  const array = others.find(({ expression }) => expression.startsWith(`append(${slice},`));
  return (array === undefined ? null : place(tellStory(build, array, 0))) ?? `slice \`${slice}\``;
}

/** A place of memory that has a name. */
function place({ end: { kind, name } }: Story): string | null {
  if (name === null) return null;
  if (kind === "pointer") return `what \`${name}\` points to`;
  return kind === "global" || kind === "field" || kind === "element" ? `${kind} \`${name}\`` : null;
}
