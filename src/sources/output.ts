import { constants, openSync, writeSync } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { setImmediate, setTimeout } from "node:timers/promises";
import { InputError } from "../errors.js";
import { asBuffer } from "../text/as-buffer.js";
import { type OutputTarget, outputTarget } from "./output-target.js";
import { replaceFile } from "./replaced-file.js";

const PIECE_BYTES = 256 * 1024;
/** How much is written before others get their turn. */
const TURN_BYTES = 8 * 1024 * 1024;
/** How often it is looked whether somebody reads a pipe. */
const PIPE_POLL_MS = 50;

/** What is written, in order; each is needed only until the next is asked for. */
type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * Writes pieces of text or bytes to a file, or to standard output when there is none, as a shell's `>` does: also into
 * devices and pipes, and through links. A regular file appears under its name only when it is complete, with the mode of
 * the one that it replaces. A name that ends in `.gz` compresses.
 */
export async function writeOutput(pieces: Pieces, file: string | undefined, directory: string): Promise<void> {
  if (file === undefined || file === "-") {
    await writeToStandard(inLargePieces(pieces), "stdout");
    return;
  }
  const path = resolve(directory, file);
  try {
    await mkdir(dirname(path), { recursive: true });
    const target = await outputTarget(path);
    const bytes = path.endsWith(".gz") ? compressed(pieces) : inLargePieces(pieces);
    if (target.kind === "standard") await writeToStandard(bytes, target.stream);
    else if (target.kind === "stream") await writeToStream(bytes, target);
    else await writeToFile(bytes, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError(`${file} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

async function* compressed(pieces: Pieces): AsyncGenerator<Buffer> {
  const [{ Readable }, { pipeline }, { createGzip }] = await Promise.all([
    import("node:stream"),
    import("node:stream/promises"),
    import("node:zlib"),
  ]);
  async function* copies(): AsyncGenerator<Buffer> {
    for await (const piece of inLargePieces(pieces)) yield Buffer.from(piece);
  }
  const gzip = createGzip({ level: 6 });
  // What goes wrong ends the stream that is read below.
  pipeline(Readable.from(copies(), { objectMode: false, highWaterMark: PIECE_BYTES }), gzip).catch(() => {});
  yield* gzip;
}

/** Written here and now, which takes less time than having a thread do it; in between, signals get their turn. */
async function writeToFile(
  pieces: AsyncIterable<Buffer>,
  { path, facts }: Extract<OutputTarget, { kind: "file" }>,
): Promise<void> {
  if (facts?.isDirectory() === true) throw new InputError(`${path} cannot be written: it is a directory`);
  const file = await replaceFile(path, facts);
  try {
    let since = 0;
    for await (const piece of pieces) {
      for (let done = 0; done < piece.length; ) done += writeSync(file.descriptor, piece, done, piece.length - done);
      since += piece.length;
      if (since < TURN_BYTES) continue;
      since = 0;
      await setImmediate();
    }
    await file.commit();
  } finally {
    await file.close();
  }
}

async function writeToStream(
  pieces: AsyncIterable<Buffer>,
  { path, isPipe }: Extract<OutputTarget, { kind: "stream" }>,
): Promise<void> {
  if (isPipe) {
    await writeToPipe(pieces, await openPipe(path));
    return;
  }
  const device = await open(path, constants.O_WRONLY);
  try {
    for await (const piece of pieces) {
      for (let done = 0; done < piece.length; ) {
        done += (await device.write(piece, done, piece.length - done, null)).bytesWritten;
      }
    }
  } finally {
    await device.close();
  }
}

/** Waits until somebody reads the pipe. Waiting in the system instead would keep the process from ending. */
async function openPipe(path: string): Promise<number> {
  for (;;) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENXIO") throw error;
      await setTimeout(PIPE_POLL_MS);
    }
  }
}

async function writeToPipe(pieces: AsyncIterable<Buffer>, descriptor: number): Promise<void> {
  const { Socket } = await import("node:net");
  const pipe = new Socket({ fd: descriptor, readable: false, writable: true });
  const failed = new Promise<NodeJS.ErrnoException>((done) => pipe.once("error", done));
  try {
    for await (const piece of pieces) {
      const error = await written(pipe, piece, failed);
      if (error?.code === "EPIPE") return;
      if (error !== null) throw error;
    }
    await new Promise<void>((done) => pipe.end(done));
  } finally {
    pipe.destroy();
  }
}

async function writeToStandard(pieces: AsyncIterable<Buffer>, name: "stdout" | "stderr"): Promise<void> {
  const stream = process[name];
  const failed = new Promise<NodeJS.ErrnoException>((done) => stream.once("error", done));
  for await (const piece of pieces) {
    const error = await written(stream, piece, failed);
    if (error === null) continue;
    // The reader went away (`| head`): that is no error of ours.
    if (error.code === "EPIPE") return;
    const what = name === "stdout" ? "standard output" : "standard error";
    throw new InputError(`${what} cannot be written: ${error.message}`, { cause: error });
  }
}

/** Writes a piece, which may be written over when this is done. Returns what went wrong. */
async function written(
  stream: NodeJS.WritableStream,
  piece: Buffer,
  failed: Promise<NodeJS.ErrnoException>,
): Promise<NodeJS.ErrnoException | null> {
  const done = new Promise<null>((resolve) => {
    stream.write(piece, (error) => {
      if (error === null || error === undefined) resolve(null);
    });
  });
  return Promise.race([failed, done]);
}

/** Joins small pieces, so that a record a line is not a write a line. Each is good until the next is asked for. */
async function* inLargePieces(pieces: Pieces): AsyncGenerator<Buffer> {
  const joined = Buffer.allocUnsafe(PIECE_BYTES);
  let used = 0;
  for await (const piece of pieces) {
    const bytes = typeof piece === "string" ? Buffer.from(piece) : asBuffer(piece);
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
