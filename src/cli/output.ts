import { closeSync, createWriteStream, openSync, writeSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import { createGzip } from "node:zlib";
import { InputError } from "../errors.js";

const PIECE_BYTES = 256 * 1024;
/** How much is written before others get their turn. */
const TURN_BYTES = 8 * 1024 * 1024;

/** What is written, in order. */
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
  const source = Readable.from(inLargePieces(pieces), { objectMode: false, highWaterMark: PIECE_BYTES });
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
  const closed = new Promise<"closed">((resolve) => {
    // The reader went away (`| head`): that is no error of ours.
    stdout.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") resolve("closed");
      else throw error;
    });
  });
  for await (const piece of inLargePieces(pieces)) {
    if (stdout.write(piece)) continue;
    const outcome = await Promise.race([
      closed,
      new Promise<"drained">((resolve) => stdout.once("drain", () => resolve("drained"))),
    ]);
    if (outcome === "closed") return;
  }
}

/** Joins small pieces, so that a record a line is not a write a line. */
async function* inLargePieces(pieces: Pieces): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    const buffer =
      typeof piece === "string" ? Buffer.from(piece) : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    waiting.push(buffer);
    bytes += buffer.length;
    if (bytes < PIECE_BYTES) continue;
    yield waiting.length === 1 ? buffer : Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
