import type { SiteRecord } from "../records/record.js";
import type { CallCause } from "../records/vocabulary.js";
import { CALL_TEXTS } from "./call-texts.js";
import { CATALOGUE, remediesFor } from "./catalogue.js";
import { DOCUMENTATION } from "./entry.js";

/** What is written about the cause of an allocation, whether a decision speaks of it or not. */
export interface SiteTexts {
  readonly title: string;
  readonly explanation: string;
  /** What usually helps, what fits best first; none where nothing is known to. */
  readonly remedies: readonly string[];
  readonly whenNotToBother: string | null;
  /** Where to read about it. */
  readonly docs: string;
}

/** Where docs/causes.md has the causes of calls. */
export const CALLS_HEADING = "Allocations without a decision";

/** The texts of a record's cause. */
export function textsOf(record: SiteRecord): SiteTexts {
  if (record.kind === "allocation") return textsOfCall(record.cause);
  const { title, explanation, whenNotToBother, docs } = CATALOGUE[record.cause];
  return { title, explanation, remedies: remediesFor(record.cause, record.allocation), whenNotToBother, docs };
}

/** The texts of a call's cause. */
export function textsOfCall(cause: CallCause): SiteTexts {
  const { line, remedy } = CALL_TEXTS[cause];
  return {
    title: titleOfCall(cause),
    explanation: `No decision of the escape analysis speaks of this allocation; the machine code has it: ${line}.`,
    remedies: remedy === "" ? [] : [remedy],
    whenNotToBother: null,
    docs: `${DOCUMENTATION}/causes.md#${CALLS_HEADING.toLowerCase().replaceAll(" ", "-")}`,
  };
}

/** `Map growth`. */
function titleOfCall(cause: CallCause): string {
  const words = cause.replaceAll("-", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
