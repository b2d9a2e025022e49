import { closeSync, createWriteStream, openSync, writeSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { InputError } from "../errors.js";

const PIECE_BYTES = 256 * 1024;
/** How much is written before others get their turn. */
const TURN_BYTES = 8 * 1024 * 1024;

/** What is written, in order; each is needed only until the next is asked for. */
type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * Writes pieces of text or bytes to a file, or to standard output when there is none. A file appears under its name
 * only when it is complete; one that ends in `.gz` is compressed.
 */
export async function writeOutput(pieces: Pieces, file: string | undefined, directory: string): Promise<void> {
  if (file === undefined || file === "-") {
    await writeToStdout(pieces);
    return;
  }
  const path = resolve(directory, file);
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    if (path.endsWith(".gz")) await compress(pieces, temporary);
    else await write(pieces, temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError(`${file} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

async function compress(pieces: Pieces, path: string): Promise<void> {
  const [{ Readable }, { pipeline }, { createGzip }] = await Promise.all([
    import("node:stream"),
    import("node:stream/promises"),
    import("node:zlib"),
  ]);
  const source = Readable.from(copiesOf(inLargePieces(pieces)), { objectMode: false, highWaterMark: PIECE_BYTES });
  await pipeline(source, createGzip({ level: 6 }), createWriteStream(path, { flags: "wx" }));
}

/** Written here and now, which takes less time than having a thread do it; in between, signals get their turn. */
async function write(pieces: Pieces, path: string): Promise<void> {
  const descriptor = openSync(path, "wx");
  try {
    let since = 0;
    for await (const piece of inLargePieces(pieces)) {
      for (let done = 0; done < piece.length; ) done += writeSync(descriptor, piece, done, piece.length - done);
      since += piece.length;
      if (since < TURN_BYTES) continue;
      since = 0;
      await setImmediate();
    }
  } finally {
    closeSync(descriptor);
  }
}

async function writeToStdout(pieces: Pieces): Promise<void> {
  const { stdout } = process;
  const failed = new Promise<NodeJS.ErrnoException>((resolve) => stdout.once("error", resolve));
  for await (const piece of inLargePieces(pieces)) {
    const written = new Promise<null>((resolve) => {
      stdout.write(piece, (error) => {
        if (error === null || error === undefined) resolve(null);
      });
    });
    const error = await Promise.race([failed, written]);
    if (error === null) continue;
    // The reader went away (`| head`): that is no error of ours.
    if (error.code === "EPIPE") return;
    throw new InputError(`standard output cannot be written: ${error.message}`, { cause: error });
  }
}

async function* copiesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

/** Joins small pieces, so that a record a line is not a write a line. Each is good until the next is asked for. */
async function* inLargePieces(pieces: Pieces): AsyncGenerator<Buffer> {
  const joined = Buffer.allocUnsafe(PIECE_BYTES);
  let used = 0;
  for await (const piece of pieces) {
    const bytes =
      typeof piece === "string" ? Buffer.from(piece) : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    for (let at = 0; at < bytes.length; ) {
      if (used === 0 && bytes.length - at >= PIECE_BYTES) {
        yield bytes.subarray(at);
        break;
      }
      const copied = bytes.copy(joined, used, at);
      used += copied;
      at += copied;
      if (used < PIECE_BYTES) continue;
      yield joined;
      used = 0;
    }
  }
  if (used > 0) yield joined.subarray(0, used);
}
