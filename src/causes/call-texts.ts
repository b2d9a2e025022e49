import type { SiteRecord } from "../records/record.js";
import type { CallCause, Cause, SiteCause } from "../records/vocabulary.js";
import { CATALOGUE } from "./catalogue.js";

/** What is written about a call that allocates without a decision of the escape analysis. */
interface CallText {
  /** What is allocated, where its type is not known. */
  readonly noun: string;
  /** What a reader of a table learns, in one line of at most 44 columns, as for causes. */
  readonly line: string;
  /** Why it allocates, as a clause to put after what is made. */
  readonly why: string;
  /** How likely a small edit at the very line removes it, from 0 to 100, as for causes. */
  readonly ease: number;
  /** What helps most often; plain text, but for names of Go in backticks. Empty where nothing is known to. */
  readonly remedy: string;
}

/** By cause of the call. */
export const CALL_TEXTS: Readonly<Record<CallCause, CallText>> = {
  "map-growth": {
    noun: "room in a map",
    line: "an assignment to a map may make it grow",
    why: "an assignment may make the map grow",
    ease: 40,
    remedy: "Give the map the size it will have: `make(map[K]V, n)`; or `clear` and use it again.",
  },
  map: {
    noun: "a map",
    line: "a map is made, which needs more than a frame",
    why: "the map needs more room than a frame has",
    ease: 45,
    remedy: "Make the map once and `clear` it, or use a slice where there are few keys.",
  },
  channel: {
    noun: "a channel",
    line: "channels are always on the heap",
    why: "channels are always on the heap",
    ease: 20,
    remedy: "Make the channel once for many uses, not for each.",
  },
  "string-building": {
    noun: "a string",
    line: "a text is put together or converted",
    why: "a text is put together or converted, and a short one only fits in the frame",
    ease: 55,
    remedy:
      "In a loop, write to a `strings.Builder` with `Grow`, or append to one `[]byte`, instead of joining with `+`.",
  },
  "slice-growth": {
    noun: "a larger slice",
    line: "append may need a larger array",
    why: "append may need a larger array",
    ease: 50,
    remedy: "Give the slice the capacity it will need: `make([]T, 0, n)`.",
  },
  slice: {
    noun: "a slice",
    line: "a slice too large for the frame is made",
    why: "the slice is too large for the frame, or its size is known only at run time",
    ease: 45,
    remedy: "Use one slice again for many calls, or make it with a small constant capacity.",
  },
  "boxed-value": {
    noun: "a boxed value",
    line: "a value is copied to fit in an interface",
    why: "the value is copied to fit in an interface",
    ease: 60,
    remedy: "Take the concrete type, or a type parameter, instead of an interface.",
  },
  object: {
    noun: "an object",
    line: "an object is made",
    why: "an object is made on the heap",
    ease: 30,
    remedy: "",
  },
  "assertion-cache": {
    noun: "a cache",
    line: "a type assertion fills a cache, once",
    why: "a type assertion fills its cache",
    ease: 0,
    remedy: "",
  },
  "deferred-call": {
    noun: "a defer record",
    line: "a defer in a loop needs a record",
    why: "a defer in a loop needs a record for each call",
    ease: 45,
    remedy: "Move the body of the loop with its `defer` to a function of its own.",
  },
  "goroutine-start": {
    noun: "a goroutine",
    line: "a go statement may need a new goroutine",
    why: "a new goroutine is needed where none has ended before",
    ease: 15,
    remedy: "Let a few goroutines take many tasks from a channel.",
  },
};

/** How likely a small edit at the very line removes it, from 0 to 100. */
export function easeOf(record: SiteRecord): number {
  return record.kind === "allocation" ? CALL_TEXTS[record.cause].ease : CATALOGUE[record.cause].ease;
}

/** What the cause of an escape or of a call means, in one line. `slice-growth` is the name of one of each. */
export function causeLine(cause: SiteCause): string {
  return isCause(cause) ? CATALOGUE[cause].line : CALL_TEXTS[cause].line;
}

function isCause(cause: SiteCause): cause is Cause {
  return Object.hasOwn(CATALOGUE, cause);
}
