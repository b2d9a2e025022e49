import { gunzip, isGzip } from "./decompress.js";
import { BEGINNING_BYTES, foreignFormat } from "./foreign.js";
import type { ProfileResult } from "./profile.js";
import { ProfileReader } from "./profile-reader.js";

/** How much is read at most, decompressed. */
const MAX_PROFILE_BYTES = 1024 * 1024 * 1024;

/**
 * Reads a profile in pprof's protobuf, gzip or not. Whatever the bytes are, the result tells; only errors of reading the
 * source are thrown. Memory: about five times the bytes of the decompressed profile at most, and never the bytes as a
 * whole.
 */
export async function readProfile(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number = MAX_PROFILE_BYTES,
): Promise<ProfileResult> {
  const [raw, all] = await peek(source, 2);
  if (raw.length === 0) return { kind: "empty" };
  if (!isGzip(raw)) return readBytes(all, maxBytes);
  const { chunks, end } = gunzip(all);
  const result = await readBytes(chunks, maxBytes);
  switch (end()) {
    case "truncated":
      return result.kind === "foreign" ? result : { kind: "truncated", offset: 0, ...offsetOf(result) };
    case "damaged":
      return { kind: "damaged", offset: 0, ...offsetOf(result), problem: "the compressed data is damaged" };
    case "trailing":
      return result.kind === "profile"
        ? { kind: "damaged", offset: 0, problem: "something follows the compressed data" }
        : result;
    case "complete":
      return result;
  }
}

function offsetOf(result: ProfileResult): { readonly offset?: number } {
  return "offset" in result ? { offset: result.offset } : {};
}

async function readBytes(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<ProfileResult> {
  const [beginning, all] = await peek(source, BEGINNING_BYTES);
  if (beginning.length === 0) return { kind: "empty" };
  // Read as protobuf, a line break in them can pass for a sample type, and what follows for damage.
  const format = foreignFormat(beginning);
  if (format === "text-profile" || format === "goroutine-stacks") return { kind: "foreign", format };
  const reader = new ProfileReader();
  let bytes = 0;
  for await (const chunk of all) {
    bytes += chunk.length;
    if (bytes > maxBytes) return { kind: "too-large", what: "bytes", limit: maxBytes };
    if (!reader.write(chunk)) break;
  }
  const result = reader.end();
  return reader.begun ? result : { kind: "foreign", format };
}

/** At least the first bytes, as far as there are any, and a stream that starts with them again. */
async function peek(
  source: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<readonly [Uint8Array, AsyncIterable<Uint8Array>]> {
  const iterator = source[Symbol.asyncIterator]();
  let beginning = Buffer.alloc(0);
  while (beginning.length < bytes) {
    const next = await iterator.next();
    if (next.done === true) break;
    beginning = Buffer.concat([beginning, next.value]);
  }
  async function* again(): AsyncGenerator<Uint8Array> {
    try {
      if (beginning.length > 0) yield beginning;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return [beginning, again()];
}
