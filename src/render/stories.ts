import type { Stories } from "../records/story.js";
import type { Style } from "../text/style.js";

/** What stories are rendered with. */
export interface StoryContext {
  readonly style: Style;
  /** The directory that the records' files are relative to, where it is known: makes positions links. */
  readonly root: string | undefined;
  /** The compiler's own words too. */
  readonly raw: boolean;
  /** Neither advice nor hints. */
  readonly quiet: boolean;
}

/** A format of stories: the whole text, with a line break at its end. */
export type StoryRenderer = (stories: Stories, context: StoryContext) => string;

/** Every output format of explain. A new one is a file and a line here. Each is loaded when it is used. */
export const storyRenderers = {
  table: async () => (await import("./story-table.js")).storyTable,
  json: async () => (await import("./story-json.js")).storyJson,
  markdown: async () => (await import("./story-markdown.js")).storyMarkdown,
} as const satisfies Readonly<Record<string, () => Promise<StoryRenderer>>>;
