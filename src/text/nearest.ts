import { distance } from "fastest-levenshtein";

/** The word that was most likely meant; null where none is near. `alsoCalled`: what people call words beside their name. */
export function nearest(
  given: string,
  words: readonly string[],
  alsoCalled: Readonly<Record<string, readonly string[]>> = {},
): string | null {
  const named = words.map((word) => [word, (Object.hasOwn(alsoCalled, word) ? alsoCalled[word] : null) ?? []] as const);
  return nearestOf(given, named, 1)[0] ?? null;
}

/** The words that were most likely meant, nearest first. `words`: each with what else it is called. */
export function nearestOf(
  given: string,
  words: Iterable<readonly [string, readonly string[]]>,
  most: number,
): string[] {
  const wanted = plain(given);
  if (wanted === "") return [];
  const found: { readonly word: string; readonly rank: number }[] = [];
  for (const [word, others] of words) {
    let rank = distanceTo(plain(word), wanted);
    for (const other of others) rank = Math.min(rank, distanceTo(plain(other), wanted));
    if (rank < Number.POSITIVE_INFINITY) found.push({ word, rank });
  }
  // Sorting is stable: of words that are as near, the first comes first.
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ word }) => word);
}

/** ` Did you mean X?`, with a space before it; nothing where no word is near. */
export function didYouMean(near: string | null | readonly string[]): string {
  const words = near === null ? [] : typeof near === "string" ? [near] : near;
  const last = words.at(-1);
  if (last === undefined) return "";
  const others = words.slice(0, -1);
  return ` Did you mean ${others.length === 0 ? last : `${others.join(", ")} or ${last}`}?`;
}

/** A third may be wrong; a word that holds the other, or begins like it, is nearly as good. */
function distanceTo(name: string, wanted: string): number {
  if (name === wanted) return 0;
  if (Math.min(name.length, wanted.length) > 2 && (name.startsWith(wanted) || wanted.startsWith(name))) return 0.5;
  if (wanted.length > 2 && name.includes(wanted)) return 0.75;
  if (wanted.length === 1) return name.startsWith(wanted) ? 1 : Number.POSITIVE_INFINITY;
  const least = wanted.length < 5 ? 1 : 2;
  const limit = Math.max(least, Math.min(name.length, wanted.length) / 3);
  if (Math.abs(name.length - wanted.length) > limit) return Number.POSITIVE_INFINITY;
  const edits = distance(name, wanted);
  return edits <= limit ? edits : Number.POSITIVE_INFINITY;
}

/** Without what people write differently. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, "-");
}
