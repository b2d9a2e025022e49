import type { Blame, Culprit } from "../../records/blame.js";
import { formatCount, formatPprofBytes, formatShare, plural } from "../../text/number.js";

/** Said where nothing can be blamed. */
export const NO_ESCAPES = "No escapes: nothing goes to the heap here. If you filtered, look without the filters too.";

/** A place that escapes end in: its name, and what stands before and behind it. */
export function culpritWords({ kind, name, parameter, calls, from }: Culprit): {
  readonly before: string;
  readonly name: string;
  readonly after: string;
} {
  if (kind === "parameter") return { before: "", name, after: `, parameter ${parameter}` };
  if (kind === "calls") {
    // What another module stores is no call that one could look for.
    if (/^(?:field|variable|element|append to|send on|result of) /.test(name)) {
      const places = plural(calls ?? 0, "place");
      return { before: "", name, after: from === null ? `, from ${places}` : `, from ${places} in ${from}` };
    }
    return { before: `${plural(calls ?? 0, "call")} of `, name, after: from === null ? "" : ` from ${from}` };
  }
  if (kind === "function") return { before: "", name, after: ", its arguments" };
  return { before: kind === "call" ? "call of " : "", name, after: "" };
}

/** `75 escapes: 74 (98.7%) end first in 42 places`. */
export function blameHeadline({ escapes, attributed, culpritCount }: Blame): string {
  const places = plural(culpritCount, "place");
  if (culpritCount === 0) return `${plural(escapes, "escape ends", "escapes end")} in no place of your own modules`;
  if (escapes === attributed) return `${plural(escapes, "escape ends", "escapes end")} first in ${places}`;
  return `${plural(escapes, "escape")}: ${formatCount(attributed)} (${formatShare(attributed / escapes)}) end first in ${places}`;
}

/** What is left out, as nobody can change it who works on these modules. */
export function outsideLine(outside: number): string {
  return `${plural(outside, "escape stands", "escapes stand")} in other modules and ${outside === 1 ? "ends" : "end"} in no place of yours.`;
}

/** What a profile shows of the escapes. */
export function profileLine({ name, total, joined }: NonNullable<Blame["profile"]>): string {
  return `By ${name}: ${formatPprofBytes(total)} allocated, ${formatShare(joined / (total || 1))} of it at these escapes.`;
}

/** What the figures say, and what they do not. */
export const FIRST_WAY =
  "The compiler prints the first way of a value to the heap: one that ends here first can have another.";

/** The same of the figures that machine code shows. */
export const SURE_FIGURES = "sure: allocate each time their line runs; loop: of these, in a loop.";

/** Whether machine code shows anything of the escapes. */
export function isSized(culprits: readonly Culprit[]): boolean {
  return culprits.some(({ sure }) => sure > 0);
}

/** What becomes of a culprit's values in the end. */
export interface OutermostWords {
  /** The function that it hands them to. */
  readonly through: string | null;
  readonly name: string;
  readonly after: string;
}

/** The same; null when the culprit itself is the end. */
export function outermostWords({ kind, outermost }: Culprit): OutermostWords | null {
  if (kind !== "parameter" && kind !== "closure" && kind !== "function" && kind !== "calls") return null;
  if (kind === "calls" && outermost.kind !== "interface-call" && outermost.kind !== "func-value") return null;
  if (kind === "function" && outermost.kind === "outside") return null;
  const { name, through } = outermost;
  return { through: through === name ? null : through, name, after: AFTER[outermost.kind] ?? "" };
}

const AFTER: Readonly<Partial<Record<Culprit["outermost"]["kind"], string>>> = {
  outside: ", outside of the report",
  "interface-call": ", decided at run time",
  "func-value": ", decided at run time",
  "no-body": ", which has no body in Go",
  cycle: ", which calls itself",
  unknown: ", which is not explained",
};

/** What compiling again without a culprit has shown; null where it was not tried. */
export function triedWords({ tried, escapes }: Culprit): string | null {
  if (tried === undefined) return null;
  const { removed, changed, added, notTried } = tried;
  if (notTried !== null) return `not tried: ${notTried}`;
  // What lives in a value goes with it, and counts elsewhere.
  const of = removed <= escapes ? `${formatCount(removed)} of ${formatCount(escapes)}` : formatCount(removed);
  return [
    removed === 0 ? "removing this leak takes none away" : `removing this leak takes away ${of}`,
    ...(changed === 0 ? [] : [`${formatCount(changed)} stay another way`]),
    ...(added === 0 ? [] : [`${formatCount(added)} new`]),
  ].join(", ");
}
