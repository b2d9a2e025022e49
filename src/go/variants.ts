import { asBuffer } from "../text/as-buffer.js";
import type { ListedPackage } from "./packages.js";

/** Says which variant of a package go has compiled, for one go command; null for the package itself. */
export type VariantNames = (importPath: string, printed: string | null) => string | null;

/**
 * The variants that a command compiles which builds a single program with its profile, as go list names them; for null,
 * one that builds no program with its own profile: then there are those for tests alone. What go prints is no answer: it
 * comes from the build cache, with the name of whichever program was built first with the same profile, or without any.
 */
export function variantsFor(program: string | null, listed: readonly ListedPackage[]): VariantNames {
  if (program === null) return (_, printed) => (printed?.endsWith(".test") === true ? printed : null);
  const split = new Set(listed.filter(({ variant }) => variant === program).map(({ importPath }) => importPath));
  return (importPath) => (split.has(importPath) ? program : null);
}

const HEADER = /^# (\S+)(?: \[(.+)\])?$/;
const HASH = 35;
const NEWLINE = 10;
const HEADER_START = Buffer.from("\n# ");
/** A line of more bytes is no header. */
const MAX_HEADER_BYTES = 64 * 1024;

/** What go prints, with the variants in its `# ` lines named anew. The bytes of all other lines stay, in the memory that they came in. */
export async function* withVariants(
  input: AsyncGenerator<Uint8Array, number>,
  variantOf: VariantNames,
): AsyncGenerator<Uint8Array, number> {
  /** The beginning of a line that may become a header. */
  let rest: Buffer = Buffer.alloc(0);
  let atLineStart = true;
  try {
    for (;;) {
      const next = await input.next();
      if (next.done === true) {
        if (rest.length > 0) yield rest;
        return next.value;
      }
      const buffer: Buffer = rest.length === 0 ? asBuffer(next.value) : Buffer.concat([rest, next.value]);
      const lines: number = buffer.lastIndexOf(NEWLINE) + 1;
      const startsLine: boolean = lines > 0 || atLineStart;
      const waits: boolean = startsLine && buffer[lines] === HASH && buffer.length - lines < MAX_HEADER_BYTES;
      const end = waits ? lines : buffer.length;
      rest = buffer.subarray(end);
      yield* renamed(buffer.subarray(0, end), atLineStart, variantOf);
      if (buffer.length > 0) atLineStart = waits || buffer.at(-1) === NEWLINE;
    }
  } finally {
    // Ends the process when the reader does not go on.
    await input.return(-1);
  }
}

function* renamed(buffer: Buffer, atLineStart: boolean, variantOf: VariantNames): Generator<Uint8Array> {
  let written = 0;
  for (let start = atLineStart && buffer[0] === HASH ? 0 : headerAfter(buffer, 0); start >= 0; ) {
    const stop = buffer.indexOf(NEWLINE, start);
    if (stop < 0) break;
    const match = HEADER.exec(buffer.toString("utf8", start, stop).replace(/\r$/, ""));
    if (match !== null) {
      const [, importPath = "", printed = null] = match;
      const variant = variantOf(importPath, printed);
      if (variant !== printed) {
        yield buffer.subarray(written, start);
        yield Buffer.from(`# ${importPath}${variant === null ? "" : ` [${variant}]`}`);
        written = stop;
      }
    }
    start = headerAfter(buffer, stop);
  }
  if (written < buffer.length) yield buffer.subarray(written);
}

/** Where the next line that starts with `# ` begins; -1 when there is none. */
function headerAfter(buffer: Buffer, from: number): number {
  const found = buffer.indexOf(HEADER_START, from);
  return found < 0 ? -1 : found + 1;
}
