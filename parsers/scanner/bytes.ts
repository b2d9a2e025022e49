/** Whether a byte is an ASCII digit. */
export function isDigit(byte: u32): bool {
  return byte - 48 < 10;
}

/** The index of the first `byte` in `[at, end)`; `end` when there is none. */
export function find(byte: u8, at: usize, end: usize): usize {
  const wanted = i8x16.splat(byte);
  while (at < end) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (found !== 0) return min(at + ctz(found), end);
    at += 16;
  }
  return end;
}

/** The index of the last `byte` in `[start, end)`; `start - 1` when there is none. Looks at up to 16 bytes before. */
export function findLast(byte: u8, start: usize, end: usize): usize {
  const wanted = i8x16.splat(byte);
  let at = end;
  while (at > start) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at - 16), wanted));
    if (found !== 0) return max(at - 1 - (clz(found) - 16), start - 1);
    at -= 16;
  }
  return start - 1;
}

/** Whether the bytes at two places are the same. */
export function same(a: usize, b: usize, length: usize): bool {
  const end = a + length;
  while (a + 8 <= end) {
    if (load<u64>(a) !== load<u64>(b)) return false;
    a += 8;
    b += 8;
  }
  return a === end || ((load<u64>(a) ^ load<u64>(b)) & firstBytes(end - a)) === 0;
}

/** What leaves the first bytes, one to seven, of eight that were loaded together. */
export function firstBytes(count: usize): u64 {
  return ((<u64>1) << (8 * count)) - 1;
}

/** Whether ASCII text stands at `at` and ends at or before `end`. */
export function isAt(at: usize, end: usize, text: string): bool {
  const length = <usize>text.length;
  if (at + length > end) return false;
  const from = changetype<usize>(text);
  for (let i: usize = 0; i < length; i++) if (load<u8>(at + i) !== load<u8>(from + 2 * i)) return false;
  return true;
}

/** Whether ASCII text stands right before `end` and starts at or behind `start`. */
export function isBefore(start: usize, end: usize, text: string): bool {
  const length = <usize>text.length;
  return start + length <= end && isAt(end - length, end, text);
}

/** The index of the first ASCII text in `[start, end)`; 0 when there is none. */
export function first(start: usize, end: usize, text: string): usize {
  const head = load<u8>(changetype<usize>(text));
  const length = <usize>text.length;
  if (end < start + length) return 0;
  const stop = end - length + 1;
  for (let at = find(head, start, stop); at < stop; at = find(head, at + 1, stop)) if (isAt(at, end, text)) return at;
  return 0;
}

/** The index of the last ASCII text in `[start, end)`; 0 when there is none. */
export function last(start: usize, end: usize, text: string): usize {
  const head = load<u8>(changetype<usize>(text));
  const length = <usize>text.length;
  if (end < start + length) return 0;
  for (let at = end - length; at >= start; at--) if (load<u8>(at) === head && isAt(at, end, text)) return at;
  return 0;
}

/** Where the digits that end at `end` start. */
export function digitsBefore(start: usize, end: usize): usize {
  let at = end;
  while (at > start && isDigit(load<u8>(at - 1))) at--;
  return at;
}

/** The number in `[start, end)`, which are digits; numbers that do not fit become the largest that does. */
export function integer(start: usize, end: usize): i32 {
  let value: i64 = 0;
  for (let at = start; at < end; at++) {
    value = value * 10 + load<u8>(at) - 48;
    if (value > i32.MAX_VALUE) return i32.MAX_VALUE;
  }
  return <i32>value;
}
