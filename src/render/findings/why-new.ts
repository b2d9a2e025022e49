import type { AddedEscape, ChangedEscape, Reason } from "../../records/diff.js";
import { effectsText, partsText, reasonText } from "../diff/reason-text.js";

/** Why an allocation is new, as a sentence without a period; null where the two reports do not prove it. */
export function newText({ parts }: AddedEscape, reason: Reason | undefined): string | null {
  if (reason !== undefined) return `Why it is new: ${reasonText(reason)}`;
  return parts === null ? null : `Why it is new: it is ${partsText(parts)}`;
}

/** What is different about an allocation that was there before, as a sentence without a period. */
export function changeText({ before, after, what, effects }: ChangedEscape): string {
  if (effects.length > 0) return `It was there before; what differs now: ${effectsText(effects)}`;
  if (what.includes("cause")) return `It escaped before, with the cause ${before.cause}; now it is ${after.cause}`;
  return `It escaped before; what differs now: ${what.join(", ")}`;
}
