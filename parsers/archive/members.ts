const MAGIC = "!<arch>\n";
const HEADER_BYTES = 60;

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

/** Takes an `ar` file apart, as cmd/internal/archive writes it. null when it is none. */
export function readMembers(bytes: Buffer): Members | null {
  if (bytes.toString("latin1", 0, MAGIC.length) !== MAGIC) return null;
  const members: Member[] = [];
  let at = MAGIC.length;
  while (at < bytes.length) {
    const header = bytes.toString("latin1", at, at + HEADER_BYTES);
    // name 16, date 12, uid 6, gid 6, mode 8, size 10, end 2
    const [, size] = /^.{48}(\d+) *`\n$/s.exec(header) ?? [];
    if (size === undefined) return { members, complete: false };
    const start = at + HEADER_BYTES;
    const end = start + Number(size);
    if (end > bytes.length) return { members, complete: false };
    members.push({ name: header.slice(0, 16).trimEnd(), bytes: bytes.subarray(start, end) });
    at = end + (end % 2);
  }
  return { members, complete: true };
}
