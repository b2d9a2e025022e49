import { closeSync, createReadStream, fstatSync, openSync, readSync } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { InputError } from "../errors.js";

const CHUNK_BYTES = 256 * 1024;
/** How much is read before others get their turn. */
const TURN_BYTES = 8 * 1024 * 1024;

/** Input whose first bytes have been looked at. */
export interface Input {
  /** How messages name it. */
  readonly name: string;
  /** The first bytes, decompressed; empty for empty input. */
  readonly beginning: Uint8Array;
  /** All bytes, decompressed and as UTF-8. A chunk is good until the next is asked for. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Has further chunks of these bytes read to the memory that is given for each; only where it is read as it is. */
  readonly readTo?: (memory: (bytes: number) => Uint8Array) => void;
}

/**
 * Opens a file, or standard input for `-`. Recognises gzip by its first bytes, and UTF-16, which PowerShell writes.
 * Errors of reading are {@link InputError}s. `maxBytes`: how much gzip may expand to.
 */
export async function openInput(
  path: string,
  directory: string,
  maxBytes: number = Number.POSITIVE_INFINITY,
): Promise<Input> {
  const name = path === "-" ? "standard input" : path;
  const raw = path === "-" ? openStandardInput() : await openFile(path, directory);
  const readTo = raw instanceof FileChunks ? raw.readTo.bind(raw) : undefined;
  const [magic, all] = await peek(readable(raw, name));
  if (magic[0] === 0x1f && magic[1] === 0x8b) {
    const [beginning, bytes] = await peek(readable(atMost(maxBytes, gunzip(all, name), name), name));
    return { name, beginning, bytes };
  }
  if (magic[0] === 0xff && magic[1] === 0xfe) {
    const [beginning, bytes] = await peek(fromUtf16(all));
    return { name, beginning, bytes };
  }
  if (magic[0] === 0xef && magic[1] === 0xbb && magic[2] === 0xbf) {
    return { name, beginning: magic.subarray(3), bytes: withoutMark(all) };
  }
  return { name, beginning: magic, bytes: all, ...(readTo === undefined ? {} : { readTo }) };
}

/**
 * The bytes of a file. They are read here and now, which takes less time than having them handed over by a thread;
 * in between, signals and timers get their turn.
 */
class FileChunks implements AsyncIterable<Uint8Array> {
  // One for all: fresh memory for each chunk takes longer than reading it.
  private readonly own = Buffer.allocUnsafe(CHUNK_BYTES);
  private memory: (bytes: number) => Uint8Array = () => this.own;

  constructor(private readonly path: string) {}

  /** Has further chunks read to the memory that is given for each. */
  readTo(memory: (bytes: number) => Uint8Array): void {
    this.memory = memory;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const descriptor = openSync(this.path, "r");
    try {
      for (let since = 0; ; since += CHUNK_BYTES) {
        const chunk = this.memory(CHUNK_BYTES);
        const bytes = readSync(descriptor, chunk, 0, CHUNK_BYTES, null);
        if (bytes === 0) return;
        yield chunk.subarray(0, bytes);
        if (since < TURN_BYTES) continue;
        since = 0;
        await setImmediate();
      }
    } finally {
      closeSync(descriptor);
    }
  }
}

function openStandardInput(): AsyncIterable<Uint8Array> {
  if (isDirectory(0)) throw new InputError("standard input is a directory. Give a file, or what a command prints");
  return process.stdin;
}

function isDirectory(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isDirectory();
  } catch {
    return false; // closed: there is nothing to read
  }
}

async function openFile(path: string, directory: string): Promise<AsyncIterable<Uint8Array>> {
  try {
    const file = resolve(directory, path);
    const facts = await stat(file);
    if (facts.isDirectory()) {
      throw new InputError(`${path} is a directory. To build the packages in it: escape-report build ./${path}/...`);
    }
    // A pipe can keep its reader waiting.
    return facts.isFile() ? new FileChunks(file) : createReadStream(file, { highWaterMark: CHUNK_BYTES });
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") {
      throw new InputError(
        `${path} does not exist. Save compiler output with: go build -gcflags='-m -m' ./... 2> ${path}`,
      );
    }
    throw new InputError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

async function* readable(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${name} cannot be read: ${(error as Error).message}`);
  }
}

/** The first chunk, and a stream that starts with it again. */
async function peek(source: AsyncGenerator<Uint8Array>): Promise<[Uint8Array, AsyncIterable<Uint8Array>]> {
  const first = await source.next();
  if (first.done === true) return [new Uint8Array(), source];
  async function* again(): AsyncGenerator<Uint8Array> {
    yield first.value as Uint8Array;
    yield* source;
  }
  return [first.value, again()];
}

async function* gunzip(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const { createGunzip } = await import("node:zlib");
  const unzip = createGunzip({ chunkSize: CHUNK_BYTES });
  void (async () => {
    try {
      for await (const chunk of source) {
        // A copy, which it may keep: the chunk is written to again.
        if (!unzip.write(Buffer.from(chunk))) await new Promise((done) => unzip.once("drain", done));
      }
      unzip.end();
    } catch (error) {
      unzip.destroy(error as Error);
    }
  })();
  try {
    yield* unzip;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${name} is a broken gzip file (${(error as Error).message}): compress it again.`);
  }
}

/** A small archive can expand to more than anybody waits for. */
async function* atMost(bytes: number, source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of source) {
    left -= chunk.length;
    if (left < 0) {
      const megabytes = Math.round(bytes / 1e6);
      throw new InputError(`${name} expands to more than ${megabytes} MB. If it should, allow more: --max-input MB`);
    }
    yield chunk;
  }
}

async function* fromUtf16(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder("utf-16le");
  for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

async function* withoutMark(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first = true;
  for await (const chunk of source) {
    yield first ? chunk.subarray(3) : chunk;
    first = false;
  }
}
