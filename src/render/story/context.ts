import type { Stories } from "../../records/story.js";
import type { Style } from "../../text/style.js";
import type { SpanOf } from "../text/code-frame.js";

/** What stories are rendered with. */
export interface StoryContext {
  readonly style: Style;
  /** The directory that the records' files are relative to, where it is known: makes positions links. */
  readonly root: string | undefined;
  /** Finds what to underline in a line of source. */
  readonly spanOf: SpanOf;
  /** The compiler's own words too. */
  readonly raw: boolean;
  /** Neither advice nor hints. */
  readonly quiet: boolean;
}

/** A format of stories: the whole text, with a line break at its end. */
export type StoryRenderer = (stories: Stories, context: StoryContext) => string;
