import type { Profile } from "../../parsers/profile/index.js";
import { allocatingLocation } from "./allocating-lines.js";
import type { LineTable, LocationLines, ProfileLine } from "./lines.js";
import type { Site, SiteFinder } from "./site.js";

/** A place in machine code that allocates objects of one size. */
export interface Place {
  /** null where the build has none. */
  readonly site: Site | null;
  /** The outermost line of the address, whose function's code it is. */
  readonly outermost: ProfileLine;
  /** Bytes of one object; null where the profile does not say. */
  readonly size: number | null;
}

/** Finds the place that each sample of a profile allocates at; asks for each place once. */
export class Places {
  /** As they were found. */
  readonly all: Place[] = [];
  private readonly lines: LocationLines;
  private readonly sizes: Float64Array | null;
  private readonly byLocation = new Map<number, Map<number, number>>();
  /** Several addresses of a line are one place. */
  private readonly known = new Map<string, number>();
  private readonly records = new Map<object, number>();

  constructor(
    private readonly profile: Profile,
    table: LineTable,
    private readonly sites: SiteFinder,
  ) {
    this.lines = table.of(profile);
    this.sizes = profile.samples.numbers("bytes");
  }

  /** The index of a sample's place in {@link all}; null for a sample without a stack. */
  indexOf(sample: number): number | null {
    const stack = this.profile.samples.stack(sample);
    if (stack.length === 0) return null;
    const location = allocatingLocation(stack, this.lines);
    const size = this.sizes?.[sample] ?? Number.NaN;
    let bySize = this.byLocation.get(location);
    if (bySize === undefined) {
      bySize = new Map();
      this.byLocation.set(location, bySize);
    }
    const found = bySize.get(size);
    if (found !== undefined) return found;
    const lines = this.lines[location] ?? [];
    const outermost = lines.at(-1);
    if (outermost === undefined) return null;
    const bytes = Number.isNaN(size) ? null : size;
    const index = this.add({ site: this.sites.find(lines, bytes), outermost, size: bytes });
    bySize.set(size, index);
    return index;
  }

  private add(place: Place): number {
    const record = place.site?.record ?? this;
    const id = this.records.get(record) ?? this.records.size;
    this.records.set(record, id);
    const key = `${id} ${place.outermost.id} ${place.size}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, this.all.length);
    return this.all.push(place) - 1;
  }
}
