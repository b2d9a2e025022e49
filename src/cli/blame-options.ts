import type { BuildArguments } from "./build-options.js";

/** Output formats of blame. */
export const BLAME_FORMATS = ["table", "json", "ndjson", "markdown"] as const;

/** The command line of blame. */
export interface BlameArguments extends Omit<BuildArguments, "format" | "groupBy" | "records"> {
  readonly from?: string | undefined;
  readonly format?: (typeof BLAME_FORMATS)[number] | undefined;
  readonly groupBy: "culprit" | "package";
}
