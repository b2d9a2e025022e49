import { withoutShapes } from "../causes/shapes.js";
import type { AllocationRecord, EscapeRecord } from "../records/record.js";
import { PlaceNumbers } from "./place-numbers.js";

/**
 * Passes a place that allocates once, though go prints its package several times: once for each program with a profile,
 * and for tests. What only a later printing has, since inlining differs, passes too: its records name the variant.
 */
export class SitesOnce {
  /** By import path, a number for each allocation that has passed. */
  private readonly passed = new Map<string, number[]>();
  private current: number[] = [];
  /** How many of each number earlier printings of the package have that this one has not had yet; null for the first. */
  private before: Map<number, number> | null = null;
  private readonly places = new PlaceNumbers();

  /** A package is printed, for the first time or again. */
  begin(importPath: string): void {
    const known = this.passed.get(importPath);
    this.current = known ?? [];
    this.before = null;
    if (known === undefined) this.passed.set(importPath, this.current);
    else if (known.length > 0) {
      this.before = new Map();
      for (const number of known) this.before.set(number, (this.before.get(number) ?? 0) + 1);
    }
  }

  /** Whether no earlier printing of the package has this allocation. Those of one printing that look alike are all new. */
  isNew(record: EscapeRecord | AllocationRecord): boolean {
    if (record.package === null) return true;
    const { file, line, column, instances } = record;
    // Which instance comes first, another printing may have otherwise.
    const message = instances === undefined ? record.message : withoutShapes(record.message);
    const number = this.places.of(file, line, column, message);
    const left = this.before?.get(number) ?? 0;
    if (left > 0) {
      this.before?.set(number, left - 1);
      return false;
    }
    this.current.push(number);
    return true;
  }
}
