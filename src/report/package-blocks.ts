import { createHash, type Hash } from "node:crypto";
import { asBuffer } from "../text/as-buffer.js";

/** What go printed under one `# ` line. */
export interface Block {
  readonly importPath: string;
  readonly variant: string | null;
  /** SHA-256 of its bytes, and of the machine code where that is read, in hexadecimal. */
  readonly digest: string;
}

/** Decides about each block before it is parsed. */
export interface BlockFilter {
  /** Whether to leave the block out, because what it says is known. */
  skip(block: Block): boolean;
}

const HEADER = /^# (\S+)(?: \[(.+)\])?$/;
const HASH = 35;
const MAX_HEADER_BYTES = 64 * 1024;
const HEADER_START = Buffer.from("\n# ");
/** A block of more bytes is parsed whatever it holds, so that memory stays bounded. */
const MAX_BLOCK_BYTES = 64 * 1024 * 1024;

/**
 * Hands on compiler output without the blocks that a filter leaves out. A block is handed on when it is complete: the
 * same bytes, in other chunks.
 */
export async function* remainingBlocks(
  input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  filter: BlockFilter,
): AsyncGenerator<Uint8Array> {
  let open = new OpenBlock("");
  /** The beginning of a line that may become a header. */
  let rest: Buffer = Buffer.alloc(0);
  let atLineStart = true;
  for await (const chunk of input) {
    const buffer: Buffer = rest.length === 0 ? asBuffer(chunk) : Buffer.concat([rest, chunk]);
    const lines: number = buffer.lastIndexOf(10) + 1;
    const mayBeHeader: boolean = (lines > 0 || atLineStart) && (lines === buffer.length || buffer[lines] === HASH);
    const end: number = mayBeHeader && buffer.length - lines < MAX_HEADER_BYTES ? lines : buffer.length;
    rest = buffer.subarray(end);
    let from = 0;
    for (const { start, line } of headersIn(buffer, lines, atLineStart)) {
      open.add(buffer.subarray(from, start));
      yield* open.close(filter);
      open = new OpenBlock(line);
      from = start;
    }
    open.add(buffer.subarray(from, end));
    if (buffer.length > 0) atLineStart = end === lines && (lines > 0 || atLineStart);
    if (open.bytes > MAX_BLOCK_BYTES) yield* open.overflow();
  }
  open.add(rest);
  yield* open.close(filter);
}

/** The `# ` lines in `buffer[0, end)`, which ends with a line. */
function* headersIn(
  buffer: Buffer,
  end: number,
  atLineStart: boolean,
): Generator<{ readonly start: number; readonly line: string }> {
  let start = atLineStart && buffer[0] === HASH ? 0 : buffer.indexOf(HEADER_START) + 1 || end;
  while (start < end) {
    const stop = buffer.indexOf(10, start);
    const line = buffer.toString("utf8", start, stop).replace(/\r$/, "");
    if (HEADER.test(line)) yield { start, line };
    start = buffer.indexOf(HEADER_START, stop) + 1 || end;
  }
}

/** A block while its bytes come. */
class OpenBlock {
  private pieces: Uint8Array[] = [];
  private hash: Hash | null = createHash("sha256");
  bytes = 0;

  /** `header`: its first line; empty for what comes before the first. */
  constructor(private readonly header: string) {}

  add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.pieces.push(piece);
    this.bytes += piece.length;
    this.hash?.update(piece);
  }

  /** Ends the block: its bytes, unless they are to be left out. */
  *close(filter: BlockFilter): Generator<Uint8Array> {
    const { hash, pieces } = this;
    const [, importPath, variant = null] = HEADER.exec(this.header) ?? [];
    if (hash !== null && importPath !== undefined) {
      if (filter.skip({ importPath, variant, digest: hash.digest("hex") })) return;
    }
    yield* pieces;
  }

  /** Hands on what has come of a block that is too large to wait for. It cannot be left out any more. */
  *overflow(): Generator<Uint8Array> {
    yield* this.pieces;
    this.pieces = [];
    this.hash = null;
    this.bytes = 0;
  }
}
