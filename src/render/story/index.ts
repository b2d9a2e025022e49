import { shownResult } from "../text/shown-result.js";
import type { StoryRenderer } from "./context.js";

export type { StoryContext } from "./context.js";

/** Every output format of explain. A new one is a file and a line here. Each is loaded when it is used. */
export const storyRenderers = {
  table: async () => shownResult((await import("./table.js")).storyTable),
  json: async () => (await import("./json.js")).storyJson,
  markdown: async () => shownResult((await import("./markdown.js")).storyMarkdown),
} as const satisfies Readonly<Record<string, () => Promise<StoryRenderer>>>;

/** The name of an output format of explain. */
export type StoryFormat = keyof typeof storyRenderers;
