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
