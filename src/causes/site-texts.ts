import type { SiteRecord } from "../records/record.js";
import type { CallCause } from "../records/vocabulary.js";
import { adviceOn, NONE_KNOWN } from "./advice.js";
import { CALL_TEXTS } from "./call-texts.js";
import { CATALOGUE } from "./catalogue.js";
import { DOCUMENTATION } from "./entry.js";

/** What is written about the cause of an allocation, whether a decision speaks of it or not. */
export interface SiteTexts {
  readonly title: string;
  readonly explanation: string;
  /** What helps at the place, what fits best first; none where nothing is known to. */
  readonly remedies: readonly string[];
  /** Why there is none; null where there are remedies, or nothing to say. */
  readonly noRemedy: string | null;
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
  const { remedies, noRemedy } = adviceOn(record);
  return { title, explanation, remedies, noRemedy: noRemedy === NONE_KNOWN ? null : noRemedy, whenNotToBother, docs };
}

/** The texts of a call's cause. */
export function textsOfCall(cause: CallCause): SiteTexts {
  const { line, remedy } = CALL_TEXTS[cause];
  return {
    title: titleOfCall(cause),
    explanation: `No decision of the escape analysis speaks of this allocation; the machine code has it: ${line}.`,
    remedies: remedy === "" ? [] : [remedy],
    noRemedy: null,
    whenNotToBother: null,
    docs: `${DOCUMENTATION}/causes.md#${CALLS_HEADING.toLowerCase().replaceAll(" ", "-")}`,
  };
}

/** `Map growth`. */
function titleOfCall(cause: CallCause): string {
  const words = cause.replaceAll("-", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
