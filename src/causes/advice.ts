import type { EscapeRecord } from "../records/record.js";
import type { Cause } from "../records/vocabulary.js";
import { remediesFor } from "./catalogue.js";
import { notWorthIt, type RemedySite, remedySite } from "./fits.js";
import { NO_NAMES, type ReaderNames, readerNames } from "./reader-names.js";

/** What helps at a place, most useful first, or why nothing does. */
export interface Advice {
  readonly remedies: string[];
  /** null where there are remedies. */
  readonly noRemedy: string | null;
}

/** Said where nothing that is written about the cause can be meant for the place. */
export const NONE_KNOWN = "None that is known to fit here.";

/** Chooses what helps against the causes at a site, its own first. What captures a variable counts with its cause too. */
export function adviceFor(causes: readonly Cause[], site: RemedySite, names: ReaderNames = NO_NAMES): Advice {
  const none = notWorthIt(site);
  if (none !== null) return { remedies: [], noRemedy: none };
  // What holds it is another kind of thing than this: what helps there is told there.
  const own = causes[0] === "contained" ? causes.slice(0, 1) : causes;
  const found = new Set(own.flatMap((cause) => remediesFor(cause, site.allocation, site, names)));
  return { remedies: [...found], noRemedy: found.size === 0 ? NONE_KNOWN : null };
}

/** The same for an escape of which the record alone is known: its way is not followed into other functions. */
export function adviceOn(escape: EscapeRecord): Advice {
  if (escape.allocates === "no") return { remedies: [], noRemedy: null };
  const site = remedySite(escape, recordedEnd(escape), false);
  return adviceFor([...new Set([escape.cause, escape.rootCause])], site, readerNames(escape));
}

/** How the flow of a record ends, in the words of STORY_ENDS as far as it goes. */
function recordedEnd({ sink, cause, flow }: EscapeRecord): string {
  const { expression = "" } = flow.at(-1)?.steps.at(-1) ?? {};
  switch (sink) {
    case "call":
      return cause === "interface-call" ? "interface-call" : "call";
    case "element":
    case "map-key":
      return expression.startsWith("append(") ? "append" : "element";
    case "assignment": {
      const left = expression.split(" = ")[0] ?? "";
      return left.startsWith("*") ? "pointer" : left.includes(".") ? "field" : "global";
    }
    case "goroutine":
      return "goroutine";
    case "variable":
      return "longer";
    case "stack-limit":
      return "limit";
    default:
      return sink;
  }
}
