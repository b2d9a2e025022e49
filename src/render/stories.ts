import type { StoryRenderer } from "./story-context.js";

/** Every output format of explain. A new one is a file and a line here. Each is loaded when it is used. */
export const storyRenderers = {
  table: async () => (await import("./story-table.js")).storyTable,
  json: async () => (await import("./story-json.js")).storyJson,
  markdown: async () => (await import("./story-markdown.js")).storyMarkdown,
} as const satisfies Readonly<Record<string, () => Promise<StoryRenderer>>>;
