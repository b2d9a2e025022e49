import {
  broken,
  dereferences,
  expressionEnd,
  expressionStart,
  fromEnd,
  fromStart,
  placeStart,
  readPart,
  reasonEnd,
  reasonStart,
  toEnd,
  toStart,
} from "./flow";
import { FILES, GATHERED, INPUT, OUT, OUT_END, PARTS, RANGES } from "./memory";
import { column, file, fileEnd, line } from "./place";

/**
 * Writes the text of `[start, end)`, which is not plain ASCII, as a JSON string at `out`, and returns where it ends.
 * `limit` is where writing has to end; 0 when it would not.
 */
declare function encodeText(start: usize, end: usize, out: usize, limit: usize): usize;

/**
 * Writes `,"file":"NAME","line":` for the file in `[start, end)`, whose number is given, and returns where it ends; 0
 * when there is no room before `limit`. May note it in FILES.
 */
declare function encodeFile(start: usize, end: usize, number: i32, out: usize, limit: usize): usize;

/** Bytes that are left for what a part has beside its texts. */
const ROOM: usize = 256;

/** Where the next record is written. */
export let out: usize = OUT;

/** Tells that what was written has been taken. */
export function taken(): void {
  out = OUT;
}

/**
 * Writes a record as a line of JSON behind the one before, and returns its length; 0 when there is no room. It comes
 * from so many rows of PARTS: 0 and a number (the least one: none), where a text in TEXTS is and anything, or where text
 * in the input starts and ends. `hasFlow`: the flow that was opened comes last; 0 also when it cannot be read. `comma`: one comes behind the record.
 */
export function writeRecord(parts: i32, hasFlow: bool, comma: bool): usize {
  let at = out;
  const stop = PARTS + 8 * <usize>parts;
  for (let part = PARTS; part < stop; part += 8) {
    const start: usize = load<u32>(part);
    if (start >= INPUT) {
      const end: usize = load<u32>(part, 4);
      if (at + 2 * (end - start) + ROOM > OUT_END) return 0;
      at = writeText(start, end, at, OUT_END);
      if (at === 0) return 0;
    } else {
      const length: usize = start === 0 ? 0 : load<u32>(start - 4);
      if (at + length + ROOM > OUT_END) return 0;
      if (start === 0) at = writeNumber(load<i32>(part, 4), at);
      else {
        copy(at, start, length);
        at += length;
      }
    }
  }
  if (hasFlow) {
    at = writeFlow(at, OUT_END - ROOM);
    if (at === 0) return 0;
  }
  at = text(at, comma ? "},\n" : "}\n");
  const length = at - out;
  out = at;
  return length;
}

/** Copies so many ranges of OUT to GATHERED, one behind the other; there has to be room. */
export function gather(ranges: i32): void {
  let to = GATHERED;
  const stop = RANGES + 8 * <usize>ranges;
  for (let range = RANGES; range < stop; range += 8) {
    const start: usize = load<u32>(range);
    const length = <usize>load<u32>(range, 4) - start;
    copy(to, start, length);
    to += length;
  }
}

/** Writes the flow that was opened as a JSON array, and returns where it ends; 0 when it would not end before `limit`. */
function writeFlow(start: usize, limit: usize): usize {
  let out = start;
  let hops = 0;
  let steps = 0;
  store<u8>(out++, 91);
  for (;;) {
    const kind = readPart();
    if (kind === 0) break;
    if (kind === 1) {
      const needed: usize = 2 * (toEnd - toStart + fromEnd - fromStart) + ROOM;
      if (out + needed > limit) return 0;
      out = text(out, hops++ === 0 ? '{"to":' : ']},{"to":');
      out = writeText(toStart, toEnd, out, limit);
      if (out === 0 || out + needed > limit) return 0;
      out = text(out, ',"from":');
      out = writeText(fromStart, fromEnd, out, limit);
      if (out === 0 || out + ROOM > limit) return 0;
      out = text(out, ',"dereferences":');
      out = number(dereferences, out);
      out = text(out, ',"steps":[');
      steps = 0;
    } else if (hops > 0) {
      const needed: usize = 2 * (expressionEnd - expressionStart + reasonEnd - reasonStart) + ROOM;
      if (out + needed > limit) return 0;
      out = text(out, steps++ === 0 ? '{"expression":' : ',{"expression":');
      out = writeText(expressionStart, expressionEnd, out, limit);
      if (out === 0 || out + needed > limit) return 0;
      out = text(out, ',"reason":');
      out = writeText(reasonStart, reasonEnd, out, limit);
      if (out === 0 || out + ROOM > limit) return 0;
      out = writePlace(out, limit);
      if (out === 0) return 0;
    }
  }
  // It is written without its flow then, by who asked for it.
  return broken === 0 ? text(out, hops > 0 ? "]}]" : "]") : 0;
}

/** Writes the text of `[start, end)` as a JSON string. There has to be room for twice its length. */
function writeText(start: usize, end: usize, out: usize, limit: usize): usize {
  const from = out;
  store<u8>(out++, 34);
  const space = i8x16.splat(32);
  const quote = i8x16.splat(34);
  const backslash = i8x16.splat(92);
  const last = i8x16.splat(126);
  // Two of it can begin a command to a CI service.
  const hash = i8x16.splat(35);
  let at = start;
  while (at < end) {
    const bytes = v128.load(at);
    v128.store(out, bytes);
    // As signed numbers bytes from 128 on are below the space.
    const control = v128.or(i8x16.lt_s(bytes, space), i8x16.gt_s(bytes, last));
    const escaped = v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, backslash));
    const special = v128.or(v128.or(control, i8x16.eq(bytes, hash)), escaped);
    const found = i8x16.bitmask(special);
    const plain: usize = found === 0 ? 16 : <usize>ctz(found);
    if (at + plain >= end) {
      out += end - at;
      break;
    }
    at += plain;
    out += plain;
    if (found === 0) continue;
    const byte = load<u8>(at++);
    if (byte !== 34 && byte !== 92) return encodeText(start, end, from, limit);
    store<u8>(out, 92);
    store<u8>(out, byte, 1);
    out += 2;
  }
  store<u8>(out, 34);
  return out + 1;
}

function writePlace(out: usize, limit: usize): usize {
  if (line < 1) return text(out, ',"file":null,"line":null,"column":null}');
  const length: usize = file < 0 ? 0 : <usize>load<u32>(FILES + 8 * <usize>file + 4);
  if (length === 0) {
    out = encodeFile(placeStart, fileEnd, file, out, limit);
    if (out === 0 || out + ROOM > limit) return 0;
  } else {
    if (out + length + ROOM > limit) return 0;
    copy(out, load<u32>(FILES + 8 * <usize>file), length);
    out += length;
  }
  out = number(line, out);
  out = text(out, ',"column":');
  out = column < 0 ? text(out, "null") : number(column, out);
  store<u8>(out, 125);
  return out + 1;
}

/** Writes ASCII text as it is. */
function text(out: usize, value: string): usize {
  const from = changetype<usize>(value);
  const length = <usize>value.length;
  for (let i: usize = 0; i < length; i += 16) {
    const low = v128.load(from + 2 * i);
    v128.store(out + i, i8x16.narrow_i16x8_u(low, v128.load(from + 2 * i + 16)));
  }
  return out + length;
}

/** Copies bytes, and up to 15 that follow them. */
function copy(to: usize, from: usize, length: usize): void {
  for (let i: usize = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i));
}

/** Writes a number; the least one stands for none. */
function writeNumber(value: i32, out: usize): usize {
  return value === i32.MIN_VALUE ? text(out, "null") : number(value, out);
}

function number(value: i32, out: usize): usize {
  let rest = value;
  if (rest < 0) {
    store<u8>(out++, 45);
    rest = -rest;
  }
  let digits: usize = 1;
  for (let limit: i64 = 10; <i64>rest >= limit; limit *= 10) digits++;
  for (let at = out + digits - 1; at >= out; at--) {
    store<u8>(at, <u8>(48 + (rest % 10)));
    rest /= 10;
  }
  return out + digits;
}
