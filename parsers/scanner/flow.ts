import { find, findLast, isBefore, same } from "./bytes";
import { FLOW_ROW_BYTES, FLOW_ROWS, MAX_FLOW_ROWS } from "./memory";
import { numberOf } from "./names";
import { column, file, fileEnd, line, readWholePlace } from "./place";

const HOP = 1;
const STEP = 2;
/** Hops to longer texts are seldom seen twice. */
const SHORT: usize = 32;

/** The lines that are left of the flow. */
let at: usize = 0;
let stop: usize = 0;
let prefixLength: usize = 0;
/** The first line of the explanation. */
let head: usize = 0;

/** What the next hop comes from: the bytes of what is explained, then what the hop before goes to. */
let source: usize = 0;
let sourceLength: usize = 0;
/** Whether it may be the storage for that. */
let mayBeStorage = false;

/** Whether steps are passed over. */
let hopsOnly = false;

/** What was read last. A hop: `TO ← [&*…]FROM`. */
export let toStart: usize = 0;
export let toEnd: usize = 0;
export let fromStart: usize = 0;
export let fromEnd: usize = 0;
export let dereferences: i32 = 0;
/** What it comes from: the source (0), the storage for it (1), or another text (2). */
let from: i32 = 0;
/** Where the first line starts that cannot be read for sure, so that nothing can be said of the flow; 0: none yet. */
export let broken: usize = 0;
/** The line that is being read. */
let lineStart: usize = 0;
/** Whether a hop has been read: steps belong to one. */
let hasHop = false;
/** A step: `EXPRESSION (REASON) at PLACE`, with the place in place.ts. */
export let expressionStart: usize = 0;
export let expressionEnd: usize = 0;
export let reasonStart: usize = 0;
export let reasonEnd: usize = 0;
export let placeStart: usize = 0;

/**
 * Begins to read a flow: `lines` to `end` are lines that start with a prefix of the same length as that of `first`, the
 * first line; `subject` is what is explained, which the first hop comes from, or from the storage for it.
 */
export function openFlow(
  first: usize,
  subject: usize,
  subjectEnd: usize,
  maybeStorage: bool,
  lines: usize,
  end: usize,
  prefix: usize,
): void {
  source = subject;
  sourceLength = subjectEnd - subject;
  mayBeStorage = maybeStorage;
  at = lines;
  stop = end;
  prefixLength = prefix;
  head = first;
  broken = 0;
  hasHop = false;
}

/** Passes over what comes before the last hop. */
export function skipToLastHop(): void {
  let last: usize = 0;
  for (let line = at; line < stop; line = find(10, line, stop) + 1) {
    if (load<u8>(line + prefixLength + 3) === 102) last = line;
  }
  // Each hop comes from where the one before goes to.
  hopsOnly = true;
  while (at < last) readLine();
  hopsOnly = false;
}

/** Reads the next hop (1) or step (2); 0 when there is none. */
export function readPart(): i32 {
  while (at < stop) {
    const kind = readLine();
    if (kind !== 0) return kind;
  }
  return 0;
}

/** Reads one line; 0 when it is neither. */
function readLine(): i32 {
  const newline = find(10, at, stop);
  const end = load<u8>(newline - 1) === 13 ? newline - 1 : newline;
  const text = at + prefixLength;
  lineStart = at;
  // The scanner compares only the end of it, which lines of two builds that print at the same time can share.
  if (!same(at, head, prefixLength)) setBroken();
  at = newline + 1;
  // `   flow: DST ← SRC:`, `     from EXPR (REASON) at POS`; the third kind is
  // `   warning: truncated explanation due to assignment cycle; …`.
  if (load<u8>(text + 3) === 102) {
    hasHop = true;
    if (load<u8>(end - 1) !== 58) setBroken(); // a broken line can end anywhere
    readHop(min(text + 9, end - 1), end - 1);
    return HOP;
  }
  if (load<u8>(text + 5) === 102 && load<u8>(text + 3) === 32) {
    if (!hasHop) setBroken();
    if (!hopsOnly) readStep(min(text + 10, end), end);
    return STEP;
  }
  return 0;
}

function setBroken(): void {
  if (broken === 0) broken = lineStart;
}

/** Fills rows with the next parts of the flow and returns how many; 0 when there are none. */
export function readFlow(): i32 {
  let row = FLOW_ROWS;
  for (let rows = 0; rows < MAX_FLOW_ROWS; rows++) {
    const kind = readPart();
    if (kind === 0) return rows;
    store<i32>(row, kind);
    if (kind === HOP) {
      store<u32>(row, <u32>toStart, 4);
      store<u32>(row, <u32>toEnd, 8);
      store<i32>(row, toEnd - toStart <= SHORT ? numberOf(toStart, toEnd) : -1, 12);
      store<u32>(row, <u32>fromStart, 16);
      store<u32>(row, <u32>fromEnd, 20);
      store<i32>(row, from, 24);
      store<i32>(row, dereferences, 28);
    } else {
      store<u32>(row, <u32>expressionStart, 4);
      store<u32>(row, <u32>expressionEnd, 8);
      store<u32>(row, <u32>reasonStart, 12);
      store<u32>(row, <u32>reasonEnd, 16);
      store<i32>(row, numberOf(reasonStart, reasonEnd), 20);
      store<u32>(row, <u32>placeStart, 24);
      store<u32>(row, <u32>fileEnd, 28);
      store<i32>(row, file, 32);
      store<i32>(row, line, 36);
      store<i32>(row, column, 40);
    }
    row += FLOW_ROW_BYTES;
  }
  return MAX_FLOW_ROWS;
}

/**
 * Splits `DST ← [&*…]SRC` (`=` up to Go 1.24). Both sides can hold the separator inside an expression, but SRC is known:
 * it is what is explained in the first hop, and the DST of the hop before in the others.
 */
function readHop(start: usize, end: usize): void {
  toStart = start;
  const isStorage = mayBeStorage && readStorage(start, end);
  mayBeStorage = false;
  from = isStorage ? 1 : 0;
  if (!isStorage && !(endsInSource(start, end) && readOperators(start, end - sourceLength, end))) split(start, end);
  source = toStart;
  sourceLength = toEnd - toStart;
}

function endsInSource(start: usize, end: usize): bool {
  return start + sourceLength <= end && same(end - sourceLength, source, sourceLength);
}

/** `DST ← {storage for SRC}`. */
function readStorage(start: usize, end: usize): bool {
  if (load<u8>(end - 1) !== 125 || !endsInSource(start, end - 1)) return false;
  const left = end - 1 - sourceLength;
  return isBefore(start, left, "{storage for ") && readOperators(start, left - 13, end);
}

/** Reads the operators before SRC, which stands in `[left, end)`, and the arrow before them. */
function readOperators(start: usize, left: usize, end: usize): bool {
  fromStart = left;
  fromEnd = end;
  dereferences = 0;
  if (left > start && load<u8>(left - 1) === 38) {
    dereferences = -1;
    left--;
  } else {
    while (left > start && load<u8>(left - 1) === 42) {
      dereferences++;
      left--;
    }
  }
  let length = separatorBefore(start, left);
  if (length === 0) length = damagedArrowBefore(start, left);
  toEnd = left - length;
  return length !== 0;
}

/** Longest run of bytes that a wrong encoding makes of the three of an arrow. */
const MAX_DAMAGED: usize = 16;

/**
 * Bytes of what a code page made of the ` ← ` that ends at `end`, where SRC is known to stand behind it: ` ? `, ` <- `,
 * or whatever a wrong encoding makes of its three bytes (` â† `, ` ΓåÉ `); 0 when there is none.
 */
function damagedArrowBefore(start: usize, end: usize): usize {
  if (end < start + 3 || load<u8>(end - 1) !== 32) return 0;
  let at = end - 1;
  if (isBefore(start, end, " <- ")) at -= 2;
  else while (at > start && end - at < MAX_DAMAGED && isDamage(load<u8>(at - 1))) at--;
  return at < end - 1 && at > start && load<u8>(at - 1) === 32 ? end - at + 1 : 0;
}

function isDamage(byte: u8): bool {
  return byte >= 128 || byte === 63;
}

/** Bytes of the ` ← ` or ` = ` that ends at `end`; 0 when there is none. */
function separatorBefore(start: usize, end: usize): usize {
  if (start + 3 > end || load<u8>(end - 1) !== 32) return 0;
  if (load<u8>(end - 2) === 61) return load<u8>(end - 3) === 32 ? 3 : 0;
  return start + 5 <= end && load<u32>(end - 5) === 0x9086e220 ? 5 : 0;
}

/** Splits a hop that does not hold what it should come from: at its last arrow. */
function split(start: usize, end: usize): void {
  let left: usize = 0;
  for (let i = end; i >= start + 5 && left === 0; i--) if (separatorBefore(start, i) === 5) left = i;
  for (let i = end; i >= start + 3 && left === 0; i--) if (separatorBefore(start, i) === 3) left = i;
  dereferences = 0;
  if (left === 0) {
    setBroken();
    toEnd = end;
    fromStart = source;
    fromEnd = source + sourceLength;
    return;
  }
  from = 2;
  toEnd = left - separatorBefore(start, left);
  if (load<u8>(left) === 38 && left < end) {
    dereferences = -1;
    left++;
  } else {
    while (left < end && load<u8>(left) === 42) {
      dereferences++;
      left++;
    }
  }
  fromStart = left;
  fromEnd = end;
}

/** `EXPR (REASON) at POS`, read from the right, since EXPR can hold anything that Go source can; reasons hold no bracket. */
function readStep(start: usize, end: usize): void {
  expressionStart = start;
  let close = end < start + 5 ? start : findLast(41, start, end - 4);
  while (close > start && !(load<u32>(close) === 0x74612029 && load<u8>(close + 4) === 32)) {
    close = findLast(41, start, close); // `) at `
  }
  if (close <= start) {
    setBroken();
    expressionEnd = end;
    reasonStart = end;
    reasonEnd = end;
    placeStart = end;
    readWholePlace(end, end);
    return;
  }
  const open = findLast(40, start, close);
  expressionEnd = open > start ? open - 1 : start;
  reasonStart = open + 1;
  reasonEnd = close;
  placeStart = close + 5;
  readWholePlace(placeStart, end);
}
