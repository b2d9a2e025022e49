import type { EscapeRecord } from "../records/record.js";
import type { VerdictReason } from "../records/vocabulary.js";
import { sizeText } from "./sizes.js";
import { textReason } from "./verdict.js";

/** What is known of a call that may allocate. */
type Called = Pick<EscapeRecord, "allocates" | "reason" | "loop" | "call" | "type" | "bytes">;

/** Why something is not sure, or not so, as the end of a sentence. */
const REASONS: Readonly<Record<VerdictReason, string>> = {
  conditional: "a path through the line avoids it",
  panic: "only on the way to a panic",
  grows: "it allocates only when there is no room",
  "small-value": "small values stand in a table of the run time",
  "stack-buffer": "a short result fits in the frame",
  once: "it fills a cache",
  deferred: "the run time takes a record that was given back first",
  reused: "the run time takes a goroutine that has ended first",
  "jumps-unknown": "the jumps of this architecture's code are not read, so the line may run without it",
  constant: "a constant in an interface is laid out as read-only data",
  "no-captures": "a function literal that captures nothing is laid out by the compiler",
  "static-data": "it is laid out by the compiler",
  "static-table": "values of one byte stand in a table of the run time",
  "zero-size": "a value without size needs no memory",
  "nil-slice": "a nil slice in an interface needs no memory",
  "dead-code": "its line has no code: it was shown never to run",
  "no-call": "the code of this line calls nothing that allocates it",
  instances: "instances of the function differ",
  "no-archive": "its compiled package was not read",
  "other-instance": "generic code can have another copy, which the linker keeps",
  "not-compiled": "the function has no code of its own: it is inlined where it is called",
  generated: "the compiler or cgo made this code up",
  ambiguous: "the line has more such decisions than calls that allocate",
};

/** A reason in words, as the end of a sentence. */
export function reasonText(reason: VerdictReason): string {
  return REASONS[reason];
}

/**
 * Whether an escape allocates, by which call, and why that is not sure; null where machine code was not read and the text
 * alone does not show that it never does.
 */
export function verdictSentence(record: EscapeRecord): string | null {
  const { allocates, allocation, reason } = record;
  const why = typeof reason === "string" ? REASONS[reason] : null;
  if (allocates === "no") return `It never allocates: ${why ?? REASONS[textReason(allocation)]}.`;
  return allocates === "unknown" && why === null ? null : callSentence(record);
}

/** The same of any call that may allocate. */
export function callSentence(record: Called): string {
  const { allocates, reason, loop } = record;
  const why = typeof reason === "string" ? REASONS[reason] : null;
  if (allocates === "unknown") return `Whether it allocates is not known${why === null ? "" : `: ${why}`}.`;
  const how = `${callText(record)}${loop === true ? ", in a loop" : ""}`;
  return allocates === "yes"
    ? `It allocates each time the line runs: ${how}.`
    : `It may allocate: ${how}${why === null ? "" : `; ${why}`}.`;
}

function callText(record: Called): string {
  const { call, type } = record;
  const of = type === null ? "" : ` of \`${type}\``;
  const size = sizeText(record);
  return `\`runtime.${call ?? ""}\`${of}${size === null ? "" : ` (${size})`}`;
}
