import { MEMBER_HEADER_BYTES, startsArchive } from "./members.js";
import { HEAD, MAX_HEAD_LINE } from "./object-head.js";

/** As many bytes from the start of an archive as its build ID can need. */
export const BUILD_ID_BYTES = 2 * MAX_HEAD_LINE;

/** `ACTION/CONTENT`: hashes of everything that the package was compiled from, and of the archive. */
const BUILD_ID = /^build id "([\w-]+\/[\w-]+)"\n/;

/**
 * What go identifies a package archive by (cmd/internal/buildid), from its first {@link BUILD_ID_BYTES}; null where it
 * has no such ID.
 */
export function readBuildId(start: Uint8Array): string | null {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  const first = startsArchive(bytes);
  if (first === null) return null;
  const text = bytes.toString("latin1", first + MEMBER_HEADER_BYTES, BUILD_ID_BYTES);
  const head = HEAD.exec(text)?.[0];
  return head === undefined ? null : (BUILD_ID.exec(text.slice(head.length))?.[1] ?? null);
}
