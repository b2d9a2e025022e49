import type { PresentationArguments } from "./options.js";

/** The command line of diff. */
export interface DiffArguments extends PresentationArguments {
  readonly before: string;
  readonly after: string;
}
