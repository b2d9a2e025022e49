import type { ForeignFormat } from "./profile.js";

/** Formats by how they begin, as text; the first that fits counts. */
const TEXTS: readonly (readonly [RegExp, ForeignFormat])[] = [
  // ?debug=1 of the endpoints, such as "heap profile: 3: 4096 [7: 8192] @ heap/1048576".
  [/^\w+ profile: |^--- (?:contention|mutex|block)/, "text-profile"],
  // ?debug=2, and what a panic prints.
  [/^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[/, "goroutine-stacks"],
  [/^go 1\.\d+ trace/, "execution-trace"],
  [/^mode: (?:set|count|atomic)\n/, "coverage"],
  [/^\s*<(?:!doctype|html|\?xml)/i, "html"],
  [/^\s*[{[]/, "json"],
];

/** Formats by their first bytes, in hexadecimal: ELF, Windows, macOS; zip, ar, zstd, bzip2, xz. */
const MAGIC: readonly (readonly [string, ForeignFormat])[] = [
  ["7f454c46", "executable"],
  ["4d5a", "executable"],
  ["cffaedfe", "executable"],
  ["cafebabe", "executable"],
  ["504b0304", "archive"],
  ["213c617263683e", "archive"],
  ["28b52ffd", "archive"],
  ["425a68", "archive"],
  ["fd377a585a", "archive"],
];

/** How many bytes of the beginning are looked at. */
export const BEGINNING_BYTES = 512;

/** What input looks like that turned out to be no profile. */
export function foreignFormat(beginning: Uint8Array): ForeignFormat {
  const bytes = Buffer.from(beginning.subarray(0, BEGINNING_BYTES));
  const hex = bytes.toString("hex");
  const magic = MAGIC.find(([start]) => hex.startsWith(start));
  if (magic !== undefined) return magic[1];
  const text = bytes.toString("latin1");
  const known = TEXTS.find(([pattern]) => pattern.test(text));
  if (known !== undefined) return known[1];
  return bytes.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d)) ? "text" : "unknown";
}
