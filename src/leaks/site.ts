import { type Frame, isStandard } from "./frame.js";

/**
 * A place in the code, as growth is counted by: the calls from the innermost one to the first that is not in the
 * standard library, such as `os.OpenFile`, `os.Open`, `main.load`. All calls, where every one is in the library.
 */
export interface Site {
  /** Innermost first. */
  readonly frames: readonly Frame[];
  /** The last of them; null where all are in the standard library. */
  readonly user: Frame | null;
}

interface KnownLocation {
  readonly frames: readonly Frame[];
  /** Which of them is the first outside of the standard library; -1 for none. */
  readonly user: number;
}

/**
 * The sites of all points of a program. One site is one object, whichever point it is found in, so that growth is a
 * matter of looking it up.
 */
export class SiteTable {
  private readonly ids = new Map<string, number>();
  private readonly locations: KnownLocation[] = [];
  private readonly sites = new Map<string, Site>();

  /** The number of an address by the calls that it stands for, innermost first. */
  location(frames: readonly Frame[]): number {
    const key = frames.map(({ function: name, file, line }) => `${name}\n${file}\n${line}`).join("\n");
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.locations.length;
    this.ids.set(key, id);
    this.locations.push({ frames, user: frames.findIndex((frame) => !isStandard(frame)) });
    return id;
  }

  /** The calls that a number stands for. */
  frames(location: number): readonly Frame[] {
    return this.locations[location]?.frames ?? [];
  }

  /** The site of a stack, leaf first. Its locations are indices into `numbers`, which has their numbers here. */
  site(stack: ArrayLike<number>, numbers: ArrayLike<number>): Site {
    let key = "";
    let end = 0;
    while (end < stack.length) {
      const id = numbers[stack[end++] ?? 0] ?? 0;
      key += `${id},`;
      if ((this.locations[id]?.user ?? -1) >= 0) break;
    }
    const known = this.sites.get(key);
    if (known !== undefined) return known;
    const site = this.make(Array.from({ length: end }, (_, i) => numbers[stack[i] ?? 0] ?? 0));
    this.sites.set(key, site);
    return site;
  }

  private make(locations: readonly number[]): Site {
    const frames: Frame[] = [];
    for (const id of locations) {
      const location = this.locations[id];
      if (location === undefined) continue;
      if (location.user < 0) frames.push(...location.frames);
      else {
        frames.push(...location.frames.slice(0, location.user + 1));
        return { frames, user: location.frames[location.user] ?? null };
      }
    }
    return { frames, user: null };
  }
}
