const MAGIC = "!<arch>\n";
export const MEMBER_HEADER_BYTES = 60;

/** One file in an archive. */
export interface Member {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What an `ar` file holds. `complete` is false when it ends within a member; that one is left out. */
export interface Members {
  readonly members: readonly Member[];
  readonly complete: boolean;
}

/** Where the first member of an `ar` file stands; null when it is none. */
export function startsArchive(bytes: Buffer): number | null {
  return bytes.toString("latin1", 0, MAGIC.length) === MAGIC ? MAGIC.length : null;
}

/** Where a member starts and ends in the file, by its header, which stands at `at`. null when it is none. */
export function memberAt(
  header: Buffer,
  at: number,
): { readonly name: string; readonly start: number; readonly end: number } | null {
  const text = header.toString("latin1");
  // name 16, date 12, uid 6, gid 6, mode 8, size 10, end 2
  const [, size] = /^.{48}(\d+) *`\n$/s.exec(text) ?? [];
  const start = at + MEMBER_HEADER_BYTES;
  return size === undefined ? null : { name: text.slice(0, 16).trimEnd(), start, end: start + Number(size) };
}

/** Takes an `ar` file apart, as cmd/internal/archive writes it. null when it is none. */
export function readMembers(bytes: Buffer): Members | null {
  let at = startsArchive(bytes);
  if (at === null) return null;
  const members: Member[] = [];
  while (at < bytes.length) {
    const found = memberAt(bytes.subarray(at, at + MEMBER_HEADER_BYTES), at);
    if (found === null || found.end > bytes.length) return { members, complete: false };
    const { name, start, end } = found;
    members.push({ name, bytes: bytes.subarray(start, end) });
    at = end + (end % 2);
  }
  return { members, complete: true };
}
