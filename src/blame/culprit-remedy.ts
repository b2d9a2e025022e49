import { remediesFor } from "../causes/catalogue.js";
import type { CulpritKind } from "../records/blame.js";
import type { StoryEndKind } from "../records/story.js";
import { ALLOCATIONS, type Allocation, type Cause } from "../records/vocabulary.js";
import type { AllocationCounts } from "./escape-groups.js";

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

type Counts = Readonly<AllocationCounts>;

/** The cause whose remedies fit a culprit. */
export function causeOf(kind: CulpritKind, keeper: StoryEndKind, allocations: Counts): Cause {
  if (kind === "closure") return "closure-capture";
  // Who takes any value as an interface makes callers box theirs, whatever keeps it in the end.
  if ((kind === "parameter" || kind === "function") && mostOf(allocations) === "boxed-value") {
    return "interface-conversion";
  }
  return CAUSES[keeper] ?? "call-argument";
}

/** What helps most against most of a culprit's escapes. */
export function remedyFor(cause: Cause, allocations: Counts): string {
  const remedies = remediesFor(cause, mostOf(allocations));
  // One of call-argument's sends its reader to where this reader is.
  return remedies.find((remedy) => !remedy.includes("escape-report blame")) ?? remedies[0] ?? "";
}

/** What most of them allocate; of equal ones the first in the vocabulary. Slices of arguments come with what is in them. */
function mostOf(allocations: Counts): Allocation {
  const boxed = allocations["boxed-value"] ?? 0;
  const order = boxed > 0 ? ALLOCATIONS.filter((each) => each !== "variadic-slice") : ALLOCATIONS;
  let most: Allocation = order[0] ?? "variable";
  for (const each of order) if ((allocations[each] ?? 0) > (allocations[most] ?? 0)) most = each;
  return most;
}
