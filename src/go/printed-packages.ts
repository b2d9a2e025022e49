import { asBuffer } from "../text/as-buffer.js";
import type { OwnPaths } from "./own-paths.js";
import type { VariantNames } from "./variants.js";

const HEADER = /^# (\S+)(?: \[(.+)\])?$/;
const HASH = 35;
const NEWLINE = 10;
const HEADER_START = Buffer.from("\n# ");
/** A line of more bytes is no header, and has no place of interest at its end. */
const MAX_LINE_BYTES = 64 * 1024;

/** How to name what go prints: its cache gives it back with the names of the first time. */
export interface Naming {
  /** null: as they are printed. */
  readonly variantOf: VariantNames | null;
  readonly paths: OwnPaths;
}

/** What go prints, with variants and files named as they are for this build. All other bytes stay. */
export async function* withNames(
  input: AsyncGenerator<Uint8Array, number>,
  { variantOf, paths }: Naming,
): AsyncGenerator<Uint8Array, number> {
  /** The beginning of a line that has to come whole. */
  let rest: Buffer = Buffer.alloc(0);
  let atLineStart = true;
  try {
    for (;;) {
      const next = await input.next();
      if (next.done === true) {
        if (rest.length > 0) yield paths.lines(rest);
        return next.value;
      }
      const buffer: Buffer = rest.length === 0 ? asBuffer(next.value) : Buffer.concat([rest, next.value]);
      const lines: number = buffer.lastIndexOf(NEWLINE) + 1;
      yield* named(buffer.subarray(0, lines), atLineStart);
      const tail: Buffer = buffer.subarray(lines);
      const startsLine: boolean = lines > 0 || atLineStart;
      const waits: boolean =
        startsLine && (tail[0] === HASH || paths.readsLines) && tail.length > 0 && tail.length < MAX_LINE_BYTES;
      rest = waits ? tail : Buffer.alloc(0);
      if (!waits && tail.length > 0) yield tail;
      if (buffer.length > 0) atLineStart = waits || tail.length === 0;
    }
  } finally {
    // Ends the process when the reader does not go on.
    await input.return(-1);
  }

  function* named(buffer: Buffer, startsLine: boolean): Generator<Uint8Array> {
    let written = 0;
    for (let start = startsLine && buffer[0] === HASH ? 0 : headerAfter(buffer, 0); start >= 0; ) {
      const stop = buffer.indexOf(NEWLINE, start);
      const match = HEADER.exec(buffer.toString("utf8", start, stop).replace(/\r$/, ""));
      if (match !== null) {
        const [, importPath = "", printed = null] = match;
        const variant = variantOf === null ? printed : variantOf(importPath, printed);
        const isNamed = variant === printed;
        if (start > written) yield paths.lines(buffer.subarray(written, start));
        paths.begin(importPath);
        if (!isNamed) yield Buffer.from(`# ${importPath}${variant === null ? "" : ` [${variant}]`}`);
        written = isNamed ? start : stop;
      }
      start = headerAfter(buffer, stop);
    }
    if (written < buffer.length) yield paths.lines(buffer.subarray(written));
  }
}

/** Where the next line that starts with `# ` begins; -1 when there is none. */
function headerAfter(buffer: Buffer, from: number): number {
  const found = buffer.indexOf(HEADER_START, from);
  return found < 0 ? -1 : found + 1;
}
