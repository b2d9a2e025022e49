import { digitsBefore, find, first, integer, isAt, isBefore, isDigit, last } from "./bytes";
import { forgetHeads, isFirst, isKnownHead, round } from "./heads";
import { MAX_LINE_BYTES, MAX_ROWS, ROW_BYTES, ROWS } from "./memory";
import { beginPackage, isInlined, numberOf } from "./names";
import { column, file, fileEnd, line, readPlace } from "./place";

/** What a line is; the same numbers as in diagnostics/scanner.ts. */
const FLOW = 1;
const LONG = 2;
const HEADER = 3;
const ESCAPE_HEAD = 4;
const LEAK_HEAD = 5;
const INLINED_CALL = 6;
const STACK = 7;
const INLINABLE = 8;
const NOT_INLINABLE = 9;
const ESCAPE = 10;
const MOVED = 11;
const LEAK = 12;
const LEAK_OF_CONTENT = 13;
const LEAK_TO_RESULT = 14;
const CAPTURE = 15;
const OTHER = 16;
// One row for many lines that are not kept:
const KNOWN_LEAKS = 17;
const STACKS = 18;
const PASSED_OVER = 19;

// Where a row has what, in bytes; a quarter of them is the column in diagnostics/scanner.ts. The kind comes first.
const START: usize = 4;
const TEXT: usize = 8;
const END: usize = 12;
const FILE: usize = 16;
const FILE_END: usize = 20;
const LINE: usize = 24;
const COLUMN: usize = 28;
const NAME_START: usize = 32;
const NAME_END: usize = 36;
const NAME: usize = 40;
const OTHER_START: usize = 44;
const OTHER_END: usize = 48;
const OTHER_NAME: usize = 52;
const BUDGET: usize = 52;
const FUNCTION_START: usize = 56;
const FUNCTION_END: usize = 60;
const FUNCTION: usize = 64;
const NUMBER: usize = 68;
const MESSAGE_END: usize = 72;
const FLOW_START: usize = 76;
const FLOW_END: usize = 80;
const FLOW_LINES: usize = 84;
const ROUND: usize = 88;

/** Where the first line starts that `scan` has not taken. */
export let next: usize = 0;

/** Whether lines that start as the explanation's first line belong to it. */
let explaining = false;
/** Whether that explanation is not kept. */
let isKnown = false;
/** Bytes of the `file:line:col:` that they start with, and up to eight of its last bytes, which tell it from others. */
let prefixLength: usize = 0;
let prefixEnd: u64 = 0;
let prefixMask: u64 = 0;

/** The row that is being filled. */
let row: usize = ROWS;
/** Whether lines that are not kept can share the row before. */
let canShare = true;

/** What the reader has use for. */
let keepLeaks = true;
let keepResults = true;
let keepStack = true;
let keepInlinedCalls = true;

/** Begins with new input. Tells what the reader has use for; `results`: explanations of leaks to results without a name. */
export function begin(leaks: bool, results: bool, stack: bool, inlinedCalls: bool): void {
  explaining = false;
  forgetHeads();
  beginPackage();
  keepLeaks = leaks;
  keepResults = results;
  keepStack = stack;
  keepInlinedCalls = inlinedCalls;
}

/** Ends the current explanation: what comes next is no line of it. */
export function endExplanation(): void {
  explaining = false;
}

/**
 * Tells the complete lines of `[start, end)` apart, one row for each, for an explanation with its flow, or for many
 * that are not kept. Returns how many rows it has filled. Stops when they are full; {@link next} is where to go on.
 */
export function scan(start: usize, end: usize): i32 {
  let at = start;
  row = ROWS;
  const full = ROWS + ROW_BYTES * <usize>(MAX_ROWS - 1);
  while (row < full) {
    if (explaining) at = scanFlow(at, end);
    const newline = find(10, at, end);
    if (newline === end) break;
    explaining = false;
    if (newline - at > MAX_LINE_BYTES) scanLong(at, newline);
    else scanLine(at, newline > at && load<u8>(newline - 1) === 13 ? newline - 1 : newline);
    at = newline + 1;
  }
  next = at;
  return <i32>((row - ROWS) / ROW_BYTES);
}

/** Takes lines of the current explanation, and returns where the first other line starts. */
function scanFlow(start: usize, end: usize): usize {
  let at = start;
  let lines = 0;
  let stop = start;
  for (;;) {
    const newline = find(10, at, end);
    if (newline === end || newline - at > MAX_LINE_BYTES || !isFlow(at, newline)) break;
    lines++;
    stop = newline;
    at = newline + 1;
  }
  if (lines === 0) return start;
  if (isKnown) passOver(KNOWN_LEAKS, lines);
  else if (row > ROWS) setFlow(row - ROW_BYTES, start, stop, lines);
  else {
    // The first line is in a row that has been read already.
    store<i32>(row, FLOW);
    setFlow(row, start, stop, lines);
    row += ROW_BYTES;
  }
  return at;
}

function setFlow(row: usize, start: usize, end: usize, lines: i32): void {
  store<u32>(row, <u32>start, FLOW_START);
  store<u32>(row, <u32>end, FLOW_END);
  store<i32>(row, lines, FLOW_LINES);
}

/** Counts lines that are not kept. */
function passOver(kind: i32, lines: i32): void {
  const before = row - ROW_BYTES;
  if (canShare && row > ROWS && load<i32>(before) === kind) {
    store<i32>(before, load<i32>(before, NUMBER) + lines, NUMBER);
    return;
  }
  store<i32>(row, kind);
  store<i32>(row, lines, NUMBER);
  row += ROW_BYTES;
}

/**
 * Whether the line is a flow line of the current explanation: its prefix, then three spaces. Nothing else has three
 * spaces after a position and explanations are never interleaved, so the line number's end settles it.
 */
function isFlow(start: usize, end: usize): bool {
  const text = start + prefixLength;
  if (text + 3 >= end || (load<u32>(text) & 0xffffff) !== 0x202020) return false;
  return (load<u64>(text - 8) & prefixMask) === prefixEnd;
}

function scanLong(start: usize, end: usize): void {
  store<i32>(row, LONG);
  store<u32>(row, <u32>start, START);
  store<u32>(row, <u32>end, END);
  row += ROW_BYTES;
}

function scanLine(start: usize, end: usize): void {
  if (load<u8>(start) === 35 && load<u8>(start + 1) === 32 && end > start) {
    store<i32>(row, HEADER);
    store<u32>(row, <u32>start, START);
    store<u32>(row, <u32>end, END);
    row += ROW_BYTES;
    forgetHeads();
    beginPackage();
    return;
  }
  scanPlaced(start, end);
}

/** Fills the row at an address again, for a line that looks like a header and is none. */
export function scanAgain(address: usize): void {
  row = address;
  canShare = false;
  scanPlaced(load<u32>(address, START), load<u32>(address, END));
  canShare = true;
}

/** Fills the row of a line that starts with a place, or of one that has none: its text then is the whole line. */
function scanPlaced(start: usize, end: usize): void {
  const place = readPlace(start, end);
  const text = place === 0 ? start : place + 2;
  store<u32>(row, <u32>start, START);
  store<u32>(row, <u32>end, END);
  store<u32>(row, <u32>text, TEXT);
  store<i32>(row, file, FILE);
  store<u32>(row, <u32>fileEnd, FILE_END);
  store<i32>(row, line, LINE);
  store<i32>(row, column, COLUMN);
  if (place !== 0 && load<u8>(end - 1) === 58) {
    const kind = scanHead(start, text, end);
    if (kind !== 0) {
      explaining = true;
      prefixLength = place + 1 - start;
      prefixMask = prefixLength >= 8 ? u64.MAX_VALUE : u64.MAX_VALUE << (64 - 8 * prefixLength);
      prefixEnd = load<u64>(place - 7) & prefixMask;
      isKnown = kind === KNOWN_LEAKS;
      if (isKnown) passOver(KNOWN_LEAKS, 1);
      else {
        store<i32>(row, kind);
        setFlow(row, 0, 0, 0);
        row += ROW_BYTES;
      }
      return;
    }
  }
  forgetHeads();
  const kind = text < end ? scanMessage(text, end) : OTHER;
  if (place !== 0) {
    if (kind === STACK && !keepStack) {
      passOver(STACKS, 1);
      return;
    }
    if (kind === INLINED_CALL && !keepInlinedCalls && isInlined(load<i32>(row, NAME)) && !isForeign()) {
      passOver(PASSED_OVER, 1);
      return;
    }
  }
  store<i32>(row, kind);
  row += ROW_BYTES;
}

/** Whether the row's name may be that of an exported function of another package: where it is called is of use. */
function isForeign(): bool {
  const start = load<u32>(row, NAME_START);
  const end = load<u32>(row, NAME_END);
  const dot = find(46, start, end);
  if (dot === end || load<u8>(start) === 40) return false;
  const next = load<u8>(dot + 1) === 40 ? load<u8>(dot + 3) : load<u8>(dot + 1);
  return next < 97;
}

/** Notes the row's name, the text of `[start, end)`. */
function setName(start: usize, end: usize): void {
  store<u32>(row, <u32>start, NAME_START);
  store<u32>(row, <u32>end, NAME_END);
  store<i32>(row, numberOf(start, end), NAME);
}

/** Notes a text as the row's name that is seldom seen twice. */
function setText(start: usize, end: usize): void {
  store<u32>(row, <u32>start, NAME_START);
  store<u32>(row, <u32>end, NAME_END);
  store<i32>(row, -1, NAME);
}

/** Notes the row's second name. */
function setOther(start: usize, end: usize): void {
  store<u32>(row, <u32>start, OTHER_START);
  store<u32>(row, <u32>end, OTHER_END);
  store<i32>(row, numberOf(start, end), OTHER_NAME);
}

/** Notes the row's function. */
function setFunction(start: usize, end: usize): void {
  store<u32>(row, <u32>start, FUNCTION_START);
  store<u32>(row, <u32>end, FUNCTION_END);
  store<i32>(row, numberOf(start, end), FUNCTION);
}

function setNumber(value: i32): void {
  store<i32>(row, value, NUMBER);
}

/** The first line of an explanation, which ends in a colon; 0 when it is none. `line`: where the line starts. */
function scanHead(line: usize, start: usize, end: usize): i32 {
  store<u32>(row, 0, FUNCTION_START);
  // Split from the right: a subject can be a string constant that holds these very words.
  if (isBefore(start, end, " escapes to heap:")) {
    setText(start, end - 17);
    return ESCAPE_HEAD;
  }
  if (isAt(start, end, "parameter ")) {
    const kind = scanLeakHead(line, start + 10, end - 1);
    if (kind !== 0) return kind;
  }
  const split = last(start, end, " escapes to heap in ");
  if (split === 0) return 0;
  setText(start, split);
  setFunction(split + 20, end - 1);
  return ESCAPE_HEAD;
}

/** `P leaks to DST for FUNC with derefs=N`, without ` for FUNC` up to Go 1.24. P and FUNC hold no `leaks to`. */
function scanLeakHead(line: usize, start: usize, end: usize): i32 {
  const digits = digitsBefore(start, end);
  if (digits === end || !isBefore(start, digits, " with derefs=")) return 0;
  const stop = digits - 13;
  const split = first(start, stop, " leaks to ");
  if (split === 0) return 0;
  const dereferences = integer(digits, end);
  const target = split + 10;
  if (!keepLeaks || (!keepResults && isUnnamedResult(target, stop))) return KNOWN_LEAKS;
  if (isKnownHead(line, stop, dereferences)) return KNOWN_LEAKS;
  setName(start, split);
  // A storage is of an expression, which can hold ` for ` itself.
  let targetEnd: usize;
  if (isAt(target, stop, "{storage for ")) {
    targetEnd = last(target, stop, "} for ");
    if (targetEnd !== 0) targetEnd++;
  } else targetEnd = first(target, stop, " for ");
  if (targetEnd !== 0) setFunction(targetEnd + 5, stop);
  setOther(target, targetEnd === 0 ? stop : targetEnd);
  setNumber(dereferences);
  store<u32>(row, isFirst ? round : 0, ROUND);
  return LEAK_HEAD;
}

/** Whether `~r0` or `~b0` stands at `start`, alone or before ` for FUNC`. */
function isUnnamedResult(start: usize, end: usize): bool {
  if (!isAt(start, end, "~r") && !isAt(start, end, "~b")) return false;
  let at = start + 2;
  while (at < end && isDigit(load<u8>(at))) at++;
  return at > start + 2 && (at === end || isAt(at, end, " for "));
}

/** A decision or a remark. */
function scanMessage(start: usize, end: usize): i32 {
  switch (load<u8>(start)) {
    case 99: // c
      if (isAt(start, end, "can inline ")) return scanInlinable(start + 11, end);
      if (isAt(start, end, "cannot inline ")) return scanNotInlinable(start, end);
      break;
    case 105: // i
      if (isAt(start, end, "inlining call to ")) {
        const score = first(start + 17, end, " with score "); // GOEXPERIMENT=newinliner
        setName(start + 17, score === 0 ? end : score);
        return INLINED_CALL;
      }
      break;
    case 108: // l
      if (isAt(start, end, "leaking param")) return scanLeak(start, end);
      break;
    case 109: // m
      if (isAt(start, end, "moved to heap: ")) {
        setText(start + 15, end);
        return MOVED;
      }
      break;
  }
  switch (load<u8>(end - 1)) {
    case 112: // p
      if (isBefore(start, end, " escapes to heap")) {
        setText(start, end - 16);
        return ESCAPE;
      }
      break;
    case 101: // e
      if (isBefore(start, end, " does not escape")) {
        setText(start, end - 16);
        return STACK;
      }
      break;
    case 41: // )
      return scanCapture(start, end) ? CAPTURE : OTHER;
  }
  return OTHER;
}

/** `F with cost N as: SIGNATURE { BODY }`: the body can be the whole function, and is not kept. A single -m gives no cost. */
function scanInlinable(start: usize, end: usize): i32 {
  const body = first(start, end, " as: ");
  const stop = body === 0 ? end : body;
  const digits = digitsBefore(start, stop);
  const hasCost = digits < stop && isBefore(start, digits, " with cost ");
  setName(start, hasCost ? digits - 11 : stop);
  setNumber(hasCost ? integer(digits, stop) : -1);
  store<i32>(row, -1, BUDGET);
  store<u32>(row, 0, OTHER_START);
  store<u32>(row, <u32>stop, MESSAGE_END);
  return INLINABLE;
}

/** `cannot inline F: REASON`. */
function scanNotInlinable(start: usize, end: usize): i32 {
  const name = start + 14;
  // A name can hold `: ` only inside a struct tag of a shape type, so the first one after the brackets ends it.
  const bracket = last(start, end, "]: ");
  const colon = first(bracket === 0 ? start : bracket, end, ": ");
  // `cannot inline F into G: repeated recursive cycle` is about one call.
  if (colon < name || first(name, colon, " into ") !== 0) return OTHER;
  setName(name, colon);
  store<u32>(row, <u32>(colon + 2), OTHER_START);
  store<u32>(row, <u32>end, OTHER_END);
  store<u32>(row, <u32>end, MESSAGE_END);
  setCost(colon, end);
  return NOT_INLINABLE;
}

/** Notes the numbers of a reason `…: cost N exceeds budget M`. */
function setCost(start: usize, end: usize): void {
  setNumber(-1);
  store<i32>(row, -1, BUDGET);
  const budget = digitsBefore(start, end);
  if (budget === end || !isBefore(start, budget, " exceeds budget ")) return;
  const costEnd = budget - 16;
  const cost = digitsBefore(start, costEnd);
  if (cost === costEnd || !isBefore(start, cost, ": cost ")) return;
  setNumber(integer(cost, costEnd));
  store<i32>(row, integer(budget, end), BUDGET);
}

function scanLeak(start: usize, end: usize): i32 {
  if (isAt(start, end, "leaking param content: ")) {
    setName(start + 23, end);
    return LEAK_OF_CONTENT;
  }
  if (!isAt(start, end, "leaking param: ")) return OTHER;
  const from = start + 15;
  const digits = digitsBefore(from, end);
  if (digits < end) {
    const isNegative = load<u8>(digits - 1) === 45;
    const level = isNegative ? digits - 1 : digits;
    const split = isBefore(from, level, " level=") ? last(from, level - 7, " to result ") : 0;
    if (split !== 0) {
      setName(from, split);
      setOther(split + 11, level - 7);
      const value = integer(digits, end);
      setNumber(isNegative ? -value : value);
      return LEAK_TO_RESULT;
    }
  }
  setName(from, end);
  return LEAK;
}

/** `F capturing by ref: X (addr=true assign=false width=8)`. */
function scanCapture(start: usize, end: usize): bool {
  let at = digitsBefore(start, end - 1);
  if (at === end - 1 || !isBefore(start, at, " width=")) return false;
  at = beforeBool(start, at - 7);
  if (at === 0 || !isBefore(start, at, " assign=")) return false;
  at = beforeBool(start, at - 8);
  if (at === 0 || !isBefore(start, at, " (addr=")) return false;
  const stop = at - 7;
  const split = last(start, stop, " capturing by ");
  if (split === 0 || !(isAt(split + 14, stop, "ref: ") || isAt(split + 14, stop, "value: "))) return false;
  setFunction(start, split);
  return true;
}

/** Where the `true` or `false` that ends at `end` starts; 0 when it is neither. */
function beforeBool(start: usize, end: usize): usize {
  if (isBefore(start, end, "true")) return end - 4;
  return isBefore(start, end, "false") ? end - 5 : 0;
}
