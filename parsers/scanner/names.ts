import { firstBytes, same } from "./bytes";
import {
  FILE_BYTES,
  FILES,
  INLINED,
  MAX_NAMES,
  NAME_BYTES,
  NAME_BYTES_END,
  NAME_SLOT_COUNT,
  NAME_SLOTS,
  NAMES,
} from "./memory";

/** Longer texts get no number. */
const MAX_NAME_BYTES: usize = 500;
/** Numbers and bytes that have to be free when a round begins, so that most texts of the round get one. */
const SPARE_NAMES: i32 = 0x1000;
const SPARE_BYTES: usize = 0x40000;

let count: i32 = 0;
let used: usize = NAME_BYTES;
/** Where the JSON of the next file goes. */
export let filesEnd: usize = FILE_BYTES;

/** Whether the table should be emptied before more input is read. */
export function namesFull(): bool {
  return count > MAX_NAMES - SPARE_NAMES || used > NAME_BYTES_END - SPARE_BYTES;
}

/** Empties the table: numbers given before are void. */
export function clearNames(): void {
  memory.fill(NAME_SLOTS, 0, 4 * NAME_SLOT_COUNT);
  memory.fill(FILES, 0, 8 * <usize>count);
  memory.fill(INLINED, 0, 4 * <usize>count);
  count = 0;
  used = NAME_BYTES;
  filesEnd = FILE_BYTES;
}

/** Tells how much room for the JSON of files is used. */
export function useFiles(end: usize): void {
  filesEnd = end;
}

/** Packages so far. */
let packages: u32 = 1;

/** Notes that another package begins. */
export function beginPackage(): void {
  packages++;
}

/** Notes that a function is inlined; returns whether that was noted before in the same package. */
export function isInlined(number: i32): bool {
  if (number < 0) return false;
  const row = INLINED + 4 * <usize>number;
  if (load<u32>(row) === packages) return true;
  store<u32>(row, packages);
  return false;
}

/** Whether the text in `[start, end)` has a number. */
export function isName(number: i32, start: usize, end: usize): bool {
  const row = NAMES + 12 * <usize>number;
  return number < count && load<u32>(row + 4) === <u32>(end - start) && same(load<u32>(row), start, end - start);
}

/** The number of the text in `[start, end)`, equal for equal texts; -1 when it has none. */
export function numberOf(start: usize, end: usize): i32 {
  const length = end - start;
  if (length > MAX_NAME_BYTES) return -1;
  const hash = hashOf(start, length);
  const mask = NAME_SLOT_COUNT - 1;
  let slot = hash & mask;
  for (;;) {
    const entry = load<i32>(NAME_SLOTS + 4 * slot);
    if (entry === 0) break;
    const row = NAMES + 12 * <usize>(entry - 1);
    if (load<u32>(row + 8) === hash && load<u32>(row + 4) === <u32>length && same(load<u32>(row), start, length)) {
      return entry - 1;
    }
    slot = (slot + 1) & mask;
  }
  if (count === MAX_NAMES || used + length > NAME_BYTES_END) return -1;
  const row = NAMES + 12 * <usize>count;
  store<u32>(row, <u32>used);
  store<u32>(row + 4, <u32>length);
  store<u32>(row + 8, hash);
  memory.copy(used, start, length);
  used += length;
  store<i32>(NAME_SLOTS + 4 * slot, ++count);
  return count - 1;
}

/** A hash of bytes. */
export function hashOf(start: usize, length: usize): u32 {
  let hash: u64 = 0x9e3779b97f4a7c15 ^ length;
  let at = start;
  let left = length;
  while (left >= 8) {
    hash = (hash ^ load<u64>(at)) * 0xff51afd7ed558ccd;
    hash ^= hash >> 32;
    at += 8;
    left -= 8;
  }
  if (left > 0) {
    const rest = load<u64>(at) & firstBytes(left);
    hash = (hash ^ rest) * 0xff51afd7ed558ccd;
    hash ^= hash >> 32;
  }
  return <u32>(hash ^ (hash >> 15));
}
