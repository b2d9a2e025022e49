import type { Try } from "../../records/try.js";
import type { Style } from "../../text/style.js";

/** What a format of try may know beside the result. */
export interface TryContext {
  readonly style: Style;
  /** The directory that files are relative to. */
  readonly root: string | undefined;
  /** How many sites of each list to show. */
  readonly top: number;
  readonly quiet: boolean;
}

/** Renders what was tried. */
export type TryRenderer = (result: Try, context: TryContext) => string;
