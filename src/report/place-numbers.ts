/** A place of the source with a text, told apart from others by a number, which takes little memory. */
export class PlaceNumbers {
  private lastFile: string | null = null;
  private lastFileHash = 0;

  /** Stands for file, line, column and text, in 53 bits. */
  of(file: string | null, line: number | null, column: number | null, text: string): number {
    if (file !== this.lastFile) {
      this.lastFile = file;
      this.lastFileHash = hash(file ?? "", FNV_OFFSET);
    }
    const place = Math.imul(this.lastFileHash ^ (line ?? 0), FNV_PRIME) ^ (column ?? 0);
    const high = hash(text, place) >>> 0;
    const low = hash(text, Math.imul(place, 0x85ebca6b) ^ text.length) & 0x1fffff;
    return high * 0x200000 + low;
  }
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a over the units of a text. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), FNV_PRIME);
  return value;
}
