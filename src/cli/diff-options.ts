import type { ReportArguments } from "./options.js";

/** The command line of diff. */
export interface DiffArguments extends ReportArguments {
  readonly before: string;
  readonly after: string;
}
