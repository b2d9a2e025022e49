import type { StoryRenderer } from "./context.js";

/** The stories as data; src/records/story.ts describes it. */
export const storyJson: StoryRenderer = (stories) => `${JSON.stringify(stories, null, 2)}\n`;
