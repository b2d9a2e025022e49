import { same } from "./bytes";
import { HEAD_BYTES, HEAD_COUNT, HEADS } from "./memory";
import { hashOf } from "./names";

// What a row holds, in bytes: its round, where the text starts, how long it is, and its dereferences.
const START: usize = 4;
const LENGTH: usize = 8;
const DEREFERENCES: usize = 12;

/** How many rows are looked at. */
const PROBES: u32 = 8;

/** Rows of another round are empty. */
export let round: u32 = 1;
/** Whether the line that was asked for last is the first of its kind in the round. */
export let isFirst = false;

/** Forgets all first lines: another batch of functions begins, or the input has moved. */
export function forgetHeads(): void {
  round++;
}

/**
 * Notes the first line of a leak's explanation, `[start, end)` without its dereferences. Returns whether it was noted
 * before with as few of them: the explanation then says nothing new.
 */
export function isKnownHead(start: usize, end: usize, dereferences: i32): bool {
  const length = end - start;
  const hash = hashOf(start, length);
  isFirst = false;
  for (let i: u32 = 0; i < PROBES; i++) {
    const row = HEADS + HEAD_BYTES * <usize>((hash + i) & (HEAD_COUNT - 1));
    if (load<u32>(row) !== round) {
      store<u32>(row, round);
      store<u32>(row, <u32>start, START);
      store<u32>(row, <u32>length, LENGTH);
      store<i32>(row, dereferences, DEREFERENCES);
      isFirst = true;
      return false;
    }
    if (load<u32>(row, LENGTH) !== <u32>length || !same(load<u32>(row, START), start, length)) continue;
    if (load<i32>(row, DEREFERENCES) <= dereferences) return true;
    store<i32>(row, dereferences, DEREFERENCES);
    return false;
  }
  return false;
}
