import { adviceFor, NONE_KNOWN } from "../causes/advice.js";
import { TRAIT } from "../causes/traits.js";
import type { CulpritKind } from "../records/blame.js";
import type { StoryEndKind } from "../records/story.js";
import { ALLOCATIONS, type Allocation, type Cause } from "../records/vocabulary.js";
import type { EscapeKinds } from "./escape-groups.js";

/** Causes by what keeps a value: whose remedies fit the culprit. */
const CAUSES: Readonly<Partial<Record<StoryEndKind, Cause>>> = {
  "interface-call": "interface-call",
  "func-value": "interface-call",
  global: "heap-store",
  field: "heap-store",
  pointer: "heap-store",
  element: "element-store",
  append: "element-store",
  send: "channel-send",
  panic: "panic",
  result: "returned",
  go: "goroutine",
  defer: "goroutine",
};

const STORES: ReadonlySet<StoryEndKind> = new Set<StoryEndKind>([
  "field",
  "global",
  "element",
  "append",
  "pointer",
  "send",
]);

const BOXING: ReadonlySet<CulpritKind> = new Set<CulpritKind>(["parameter", "function", "calls"]);

/** The cause whose remedies fit a culprit. */
export function causeOf(kind: CulpritKind, keeper: StoryEndKind, kinds: EscapeKinds): Cause {
  if (kind === "closure") return "closure-capture";
  // Who takes any value as an interface makes callers box theirs, whatever keeps it in the end.
  if (BOXING.has(kind) && mostOf(kinds) === "boxed-value") return "interface-conversion";
  return CAUSES[keeper] ?? "call-argument";
}

/** What helps against most of a culprit's escapes, chosen for each kind of them as explain does; else why nothing does. */
export function remedyFor(cause: Cause, kind: CulpritKind, keeper: StoryEndKind, kinds: EscapeKinds): string {
  // Where another module stores it is nobody's to change here.
  if (kind === "calls" && STORES.has(keeper)) return "";
  const votes = new Map<string, number>();
  // The slice of a call's arguments comes with what is in it.
  const boxed = kinds.some(({ allocation }) => allocation === "boxed-value");
  // What the compiler made up, or another module has, is not what the culprit would be changed for.
  const own = kinds.filter(({ traits }) => (traits & TRAIT.foreign) === 0);
  for (const { allocation, traits, count } of own.length > 0 ? own : kinds) {
    if (boxed && allocation === "variadic-slice") continue;
    const { remedies, noRemedy } = adviceFor([cause], {
      allocation,
      traits,
      // In a loop that can be a defer statement as well, which asks for something else.
      end: keeper === "go" && (traits & TRAIT.noLoop) === 0 ? "unknown" : keeper,
      ownCallee: kind === "parameter",
    });
    // One of call-argument's sends its reader to where this reader is.
    const text =
      remedies.find((remedy) => !remedy.includes("escape-report blame")) ??
      (noRemedy === NONE_KNOWN ? "" : (noRemedy ?? ""));
    votes.set(text, (votes.get(text) ?? 0) + count);
  }
  let most = "";
  for (const [text, count] of votes) if (count > (votes.get(most) ?? 0)) most = text;
  return most;
}

/** What most of them allocate; of equal ones the first in the vocabulary. Slices of arguments come with what is in them. */
function mostOf(kinds: EscapeKinds): Allocation {
  const counts = new Map<Allocation, number>();
  for (const { allocation, count } of kinds) counts.set(allocation, (counts.get(allocation) ?? 0) + count);
  const order = counts.has("boxed-value") ? ALLOCATIONS.filter((each) => each !== "variadic-slice") : ALLOCATIONS;
  let most: Allocation = order[0] ?? "variable";
  for (const each of order) if ((counts.get(each) ?? 0) > (counts.get(most) ?? 0)) most = each;
  return most;
}
