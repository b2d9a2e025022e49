import type { Allocated } from "../../records/story.js";
import { formatPprofBytes, formatShare, plural } from "../../text/number.js";

/** `133.29MB 92.9%`; empty without a profile, or where it shows nothing. */
export function allocatedFigures({ allocated }: { readonly allocated?: Allocated | null | undefined }): string {
  return allocated === undefined || allocated === null
    ? ""
    : `${formatPprofBytes(allocated.bytes)} ${formatShare(allocated.share)}`;
}

/** The same as a sentence; null without a profile. */
export function allocatedSentence({ allocated }: { readonly allocated?: Allocated | null | undefined }): string | null {
  if (allocated === undefined) return null;
  if (allocated === null)
    return "The profile shows nothing of it: it did not run, or allocated too little to be sampled.";
  const { bytes, objects, share } = allocated;
  return `The profile shows ${formatPprofBytes(bytes)} in ${plural(objects, "object")}, ${formatShare(share)} of all that was allocated.`;
}
