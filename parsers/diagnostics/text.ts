/** Node's own decoder, which `buffer.toString` wraps; half of the time of a short string goes into the wrapper. */
interface Decoder {
  readonly utf8Slice?: (start: number, end: number) => string;
}

const decoder: Decoder = Buffer.prototype;
const direct = decoder.utf8Slice;

/** The text of `buffer[start, end)`; bytes that are no UTF-8 become U+FFFD. */
export const textOf: (buffer: Buffer, start: number, end: number) => string =
  direct === undefined
    ? (buffer, start, end) => buffer.toString("utf8", start, end)
    : (buffer, start, end) => direct.call(buffer, start, end);

/** Whether `text` stands at `at` and ends before `end`. */
export function bytesAt(buffer: Buffer, at: number, end: number, text: Uint8Array): boolean {
  const { length } = text;
  if (at + length > end) return false;
  for (let i = 0; i < length; i++) if (buffer[at + i] !== text[i]) return false;
  return true;
}

/** Whether `text` stands right before `end` and begins at or behind `start`. */
export function bytesBefore(buffer: Buffer, start: number, end: number, text: Uint8Array): boolean {
  const from = end - text.length;
  if (from < start) return false;
  for (let i = text.length - 1; i >= 0; i--) if (buffer[from + i] !== text[i]) return false;
  return true;
}

/** The index of the first `text` in `buffer[start, end)`, or -1. */
export function firstBytes(buffer: Buffer, start: number, end: number, text: Uint8Array): number {
  const [first] = text;
  for (let i = start, stop = end - text.length; i <= stop; i++) {
    if (buffer[i] === first && bytesAt(buffer, i, end, text)) return i;
  }
  return -1;
}

/** The index of the last `text` in `buffer[start, end)`, or -1. */
export function lastBytes(buffer: Buffer, start: number, end: number, text: Uint8Array): number {
  const [first] = text;
  for (let i = end - text.length; i >= start; i--) {
    if (buffer[i] === first && bytesAt(buffer, i, end, text)) return i;
  }
  return -1;
}
