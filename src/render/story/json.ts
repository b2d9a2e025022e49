import { jsonText } from "../../text/json.js";
import type { StoryRenderer } from "./context.js";

/** The stories as data; src/records/story.ts describes it. */
export const storyJson: StoryRenderer = (stories) => `${jsonText(stories, 2)}\n`;
