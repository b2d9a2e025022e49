import { isCandidate } from "../report/filter.js";
import type { SiteRecord } from "./site.js";

/** Calls whose objects have the size of their type, or for a value in an interface of its word. */
const FIXED_SIZE = /^(?:newobject|convT\w*|mallocgc\w*|makechan\w*)$/;
const WORDS: ReadonlyMap<string, number> = new Map([
  ["convT16", 2],
  ["convT32", 4],
  ["convT64", 8],
  ["convTstring", 16],
  ["convTslice", 24],
]);

/** Those of the records at one place that an object of this size can be of; all where none or every one fits. */
export function fitting(records: readonly SiteRecord[], size: number | null): readonly SiteRecord[] {
  if (records.length < 2) return records;
  const likely = records.filter((record) => record.kind === "allocation" || isCandidate(record));
  const all = likely.length > 0 ? likely : records;
  if (size === null) return all;
  const same = all.filter((record) => fixedSizes(record).some((bytes) => isRoundedTo(bytes, size)));
  if (same.length > 0) return same;
  // Slices, maps and texts have objects of many sizes.
  const other = all.filter((record) => fixedSizes(record).length === 0);
  return other.length > 0 ? other : all;
}

/** Of a place in a generic function, that of each instance. */
function fixedSizes(record: SiteRecord): number[] {
  return (record.instances ?? [record]).flatMap((each) => fixedSize(each) ?? []);
}

function fixedSize({ call, bytes }: Pick<SiteRecord, "call" | "bytes">): number | null {
  if (call === null || !FIXED_SIZE.test(call)) return null;
  return WORDS.get(call) ?? bytes;
}

/** Whether the run time takes an object of this size for a value of so many bytes: the next of its size classes. */
function isRoundedTo(bytes: number, size: number): boolean {
  if (bytes > size) return false;
  // Classes lie at most an eighth apart, and below 128 bytes eight or sixteen (runtime/sizeclasses.go).
  return size - bytes < Math.max(16, size / 7);
}
