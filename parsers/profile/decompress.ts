import { createGunzip, type Gunzip } from "node:zlib";

const CHUNK_BYTES = 512 * 1024;

/** How the compressed data ended. */
export type GzipEnd = "complete" | "truncated" | "damaged" | "trailing";

/** Decompressed chunks, and once they have all been taken how the data ended. */
export interface Decompressed {
  readonly chunks: AsyncIterable<Uint8Array>;
  end(): GzipEnd;
}

/** Whether bytes start like gzip. */
export function isGzip(beginning: Uint8Array): boolean {
  return beginning[0] === 0x1f && beginning[1] === 0x8b;
}

/**
 * Decompresses gzip, several members too, as Go's reader does. zlib checks each member's length and checksum; what
 * follows the last member is told, which zlib would pass over. An error of reading the source is thrown as it is.
 */
export function gunzip(source: AsyncIterable<Uint8Array>): Decompressed {
  let end: GzipEnd = "complete";
  return { chunks: decompress(source, (found) => (end = found)), end: () => end };
}

async function* decompress(source: AsyncIterable<Uint8Array>, ended: (end: GzipEnd) => void): AsyncGenerator<Buffer> {
  const unzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const fed = feed(source, unzip);
  let failure: unknown = null;
  try {
    for await (const chunk of unzip) yield chunk;
  } catch (error) {
    failure = error;
  } finally {
    unzip.destroy();
  }
  const { bytes, error } = await fed;
  if (error !== null) throw error;
  if (failure !== null) ended(isUnexpectedEnd(failure) ? "truncated" : "damaged");
  else if (unzip.bytesWritten < bytes) ended("trailing");
}

/** Hands all chunks to zlib, as fast as it takes them: how many bytes, and what went wrong with reading them. */
async function feed(
  source: AsyncIterable<Uint8Array>,
  unzip: Gunzip,
): Promise<{ readonly bytes: number; readonly error: unknown }> {
  let bytes = 0;
  let drained = () => {};
  const drain = () => drained();
  unzip.on("drain", drain).on("end", drain).on("close", drain);
  try {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (unzip.destroyed || unzip.readableEnded) break;
      // A copy, which it may keep: the chunk can be written to again.
      const isFull = !unzip.write(Buffer.from(chunk));
      if (isFull) await new Promise<void>((resolve) => (drained = resolve));
    }
    unzip.end();
    return { bytes, error: null };
  } catch (error) {
    unzip.destroy();
    return { bytes, error };
  }
}

function isUnexpectedEnd(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "Z_BUF_ERROR";
}
