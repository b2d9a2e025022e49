import { declaredName } from "../callees/function-names.js";
import { leakFacts } from "../callees/leak-facts.js";
import type { LeakRecord } from "../records/record.js";
import { comparePlaces } from "../report/record-order.js";
import { leakMatcher, type Target } from "./story-target.js";

/** Leaks that are kept at once; a pattern of the whole build is not what they are for. */
const MAX_LEAKS = 2000;

/** Looks through leaks one by one for those that a question is about. */
export class LeakFinder {
  private readonly found = new Map<string, LeakRecord>();
  private readonly matches: (leak: LeakRecord) => boolean;

  constructor(target: Target) {
    this.matches = leakMatcher(target);
  }

  /** Takes a leak, of which it keeps a copy. */
  add(leak: LeakRecord): void {
    if (this.found.size >= MAX_LEAKS || leak.function === null || !this.matches(leak)) return;
    const { parameter, function: name, target, result } = leakFacts(leak);
    // Instances of a generic function leak alike, and one of them is explained.
    const place = `${leak.package} ${leak.file}:${leak.line}:${leak.column}`;
    const key = `${place} ${declaredName(name ?? "")} ${parameter} ${target} ${result}`;
    const known = this.found.get(key);
    if (known === undefined || (known.flow.length === 0 && leak.flow.length > 0)) this.found.set(key, copyOf(leak));
  }

  /** Those to the heap first, then by where they are declared. */
  leaks(top: number): LeakRecord[] {
    const toHeap = (leak: LeakRecord) => Number(leakFacts(leak).target !== "heap");
    return [...this.found.values()].sort((a, b) => toHeap(a) - toHeap(b) || comparePlaces(a, b)).slice(0, top);
  }
}

/** Records of the parser read their texts from input that goes on. */
function copyOf(leak: LeakRecord): LeakRecord {
  return JSON.parse(JSON.stringify(leak)) as LeakRecord;
}
