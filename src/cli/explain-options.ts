import type { BuildArguments } from "./build-options.js";

/** Output formats of explain. */
export const STORY_FORMATS = ["table", "json", "markdown"] as const;

/** The command line of explain. */
export interface ExplainArguments extends Omit<BuildArguments, "format" | "groupBy" | "records"> {
  readonly target: string;
  readonly from?: string | undefined;
  readonly raw: boolean;
  readonly format?: (typeof STORY_FORMATS)[number] | undefined;
}
