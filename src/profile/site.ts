import type { AllocationRecord, EscapeRecord } from "../records/record.js";
import type { ProfileLine } from "./lines.js";

/** A record of something that allocates. */
export type SiteRecord = EscapeRecord | AllocationRecord;

/** What a sample allocates, as the build tells it. */
export interface Site {
  readonly record: SiteRecord;
  /** How many records of the place it could be; 1 where it is certain. */
  readonly candidates: number;
}

/** Finds what is allocated in a function's machine code. */
export interface SiteFinder {
  /**
   * `lines`: those of one address, innermost first, at least one; `size`: bytes of one object, where the profile says it.
   * null where the build has no site there.
   */
  find(lines: readonly ProfileLine[], size: number | null): Site | null;
}

/** Of several programs that all are `main`: those whose file ends like the profile's, as far as any does. */
export function inSameFile<T extends SiteRecord>(records: readonly T[], file: string): readonly T[] {
  if (records.length < 2) return records;
  const parts = file.split(/[\\/]/);
  const ending = (record: T) => commonEnd((record.file ?? "").split("/"), parts);
  const longest = Math.max(...records.map(ending));
  return records.filter((record) => ending(record) === longest);
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}

/** How many different ones: instances of a generic function have each once more. */
export function distinct(records: readonly SiteRecord[]): number {
  return new Set(records.map(({ line, column, message, call }) => `${line}:${column} ${message} ${call}`)).size;
}
