import { distance } from "fastest-levenshtein";

/**
 * The word that was most likely meant; null where none is near. `alsoCalled`: what people call a word beside its name.
 */
export function nearest(
  given: string,
  words: Iterable<string>,
  alsoCalled: Readonly<Partial<Record<string, readonly string[]>>> = {},
): string | null {
  const wanted = plain(given);
  if (wanted === "") return null;
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const word of words) {
    const names = [word, ...(Object.hasOwn(alsoCalled, word) ? (alsoCalled[word] ?? []) : [])];
    for (const name of names) {
      const rank = distanceTo(plain(name), wanted);
      if (rank >= least) continue;
      best = word;
      least = rank;
    }
  }
  return best;
}

/** ` Did you mean X?`, with a space before it; nothing where no word is near. */
export function didYouMean(near: string | null): string {
  return near === null ? "" : ` Did you mean ${near}?`;
}

/** A third may be wrong; a word that holds the other, or begins like it, is nearly as good. */
function distanceTo(name: string, wanted: string): number {
  if (Math.min(name.length, wanted.length) > 2 && (name.startsWith(wanted) || wanted.startsWith(name))) return 0.5;
  if (wanted.length > 2 && name.includes(wanted)) return 0.75;
  if (wanted.length === 1) return name.startsWith(wanted) ? 1 : Number.POSITIVE_INFINITY;
  const edits = distance(name, wanted);
  const least = wanted.length < 5 ? 1 : 2;
  return edits <= Math.max(least, Math.min(name.length, wanted.length) / 3) ? edits : Number.POSITIVE_INFINITY;
}

/** Without what people write differently. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, "-");
}
