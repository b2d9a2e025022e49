import { withoutShapes } from "../causes/shapes.js";
import type { AllocationRecord, EscapeRecord } from "../records/record.js";

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
  private lastFile: string | null = null;
  private lastFileHash = 0;

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
    const number = this.numberOf(record);
    const left = this.before?.get(number) ?? 0;
    if (left > 0) {
      this.before?.set(number, left - 1);
      return false;
    }
    this.current.push(number);
    return true;
  }

  /** Stands for file, line, column and message, in 53 bits: numbers and not texts, so that it takes little memory. */
  private numberOf(record: EscapeRecord | AllocationRecord): number {
    const { file, line, column, instances } = record;
    // Which instance comes first, another printing may have otherwise.
    const message = instances === undefined ? record.message : withoutShapes(record.message);
    if (file !== this.lastFile) {
      this.lastFile = file;
      this.lastFileHash = hash(file ?? "", FNV_OFFSET);
    }
    const place = Math.imul(this.lastFileHash ^ (line ?? 0), FNV_PRIME) ^ (column ?? 0);
    const high = hash(message, place) >>> 0;
    const low = hash(message, Math.imul(place, 0x85ebca6b) ^ message.length) & 0x1fffff;
    return high * 0x200000 + low;
  }
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a over the units of a text. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), FNV_PRIME);
  return value;
}
