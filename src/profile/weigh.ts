import type { Integer, Profile } from "../../parsers/profile/index.js";
import { type FrameFilter, filterLocations } from "./frame-filter.js";
import type { LineTable, LocationLines, ProfileLine } from "./lines.js";
import { type Place, Places } from "./places.js";
import type { SiteFinder } from "./site.js";
import { plus, Sums } from "./sums.js";

/** What to weigh by: which of the profile's values, and which of them counts objects. */
export interface Measure {
  readonly type: number;
  readonly objects: number;
}

/** What several samples have in common: their own weight, and how many objects that were. */
interface Weight {
  flat: Integer;
  objects: Integer;
}

/** A place and what was allocated there for one line. */
export interface WeighedSite extends Place, Weight {}

/** A line and what is allocated at it. */
export interface WeighedLine {
  readonly line: ProfileLine;
  /** Allocated at the line itself, and below it too. */
  flat: Integer;
  cum: Integer;
  objects: Integer;
  /** Where flat comes from, the heaviest first. */
  readonly sites: WeighedSite[];
  /** Lines of one's own code that lead to flat; the line itself where it is one. */
  readonly callers: Map<ProfileLine, Integer>;
}

/** Profiles added up. */
export interface Weighed {
  /** Of all samples, also those that were filtered out: shares are of this. */
  readonly total: Integer;
  readonly totalObjects: Integer;
  readonly samples: number;
  readonly lines: readonly WeighedLine[];
}

/** What is needed to weigh. */
export interface WeighOptions {
  readonly measureOf: (profile: Profile) => Measure;
  readonly filter: FrameFilter;
  readonly sites: SiteFinder;
  /** Whether a line is the user's own code, which can be changed. */
  readonly isOwn: (line: ProfileLine) => boolean;
}

/** Adds profiles up by line, and joins what is allocated with its sites. */
export function weigh(profiles: readonly Profile[], table: LineTable, options: WeighOptions): Weighed {
  const found = new Map<number, WeighedLine>();
  let total: Integer = 0;
  let totalObjects: Integer = 0;
  let samples = 0;
  for (const profile of profiles) {
    const weighed = new ProfileScale(profile, table, options);
    weighed.addTo(found);
    total = plus(total, weighed.total);
    totalObjects = plus(totalObjects, weighed.totalObjects);
    samples += profile.samples.count;
  }
  return { total, totalObjects, samples, lines: [...found.values()] };
}

/** Pairs of numbers below 2^26, numbered as they come. */
class Pairs {
  readonly firsts: number[] = [];
  readonly seconds: number[] = [];
  private readonly ids = new Map<number, number>();

  id(first: number, second: number): number {
    const key = first * 2 ** 26 + second;
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.firsts.length;
      this.ids.set(key, id);
      this.firsts.push(first);
      this.seconds.push(second);
    }
    return id;
  }
}

const NONE = -1;

interface Ends {
  readonly leaf: ProfileLine;
  readonly own: ProfileLine | undefined;
}

/** One profile: first says for each sample which line, site and caller it belongs to, then adds up. */
class ProfileScale {
  total: Integer = 0;
  totalObjects: Integer = 0;
  private readonly lineOf: Int32Array;
  private readonly siteOf: Int32Array;
  private readonly callerOf: Int32Array;
  /** Lines with places, and lines with the user's own lines that lead to them. */
  private readonly sites = new Pairs();
  private readonly callers = new Pairs();
  private readonly ends: (Ends | null)[] = [];
  private readonly places: Places;
  private readonly lines: LocationLines;
  private readonly shown: LocationLines;
  private readonly measure: Measure;

  constructor(
    private readonly profile: Profile,
    private readonly table: LineTable,
    private readonly options: WeighOptions,
  ) {
    const { count } = profile.samples;
    this.measure = options.measureOf(profile);
    this.lineOf = new Int32Array(count).fill(NONE);
    this.siteOf = new Int32Array(count);
    this.callerOf = new Int32Array(count).fill(NONE);
    this.lines = table.of(profile);
    const filtered = filterLocations(profile, this.lines, options.filter);
    this.shown = filtered.lines;
    this.places = new Places(profile, table, options.sites);
    for (let sample = 0; sample < count; sample++) {
      const stack = profile.samples.stack(sample);
      if (stack.length > 0 && filtered.keeps(stack)) this.place(sample, stack);
    }
  }

  private place(sample: number, stack: Uint32Array): void {
    let leaf: ProfileLine | undefined;
    let own: ProfileLine | undefined;
    for (const index of stack) {
      const ends = this.endsOf(index);
      if (ends === null) continue;
      leaf ??= ends.leaf;
      own = ends.own;
      if (own !== undefined) break;
    }
    if (leaf === undefined) return;
    this.lineOf[sample] = leaf.id;
    if (own !== undefined) this.callerOf[sample] = this.callers.id(leaf.id, own.id);
    this.siteOf[sample] = this.sites.id(leaf.id, this.places.indexOf(sample) ?? 0);
  }

  /** The innermost line of a location, and the innermost that is the user's own; asked for each location once. */
  private endsOf(index: number): Ends | null {
    const known = this.ends[index];
    if (known !== undefined) return known;
    const shown = this.shown[index] ?? [];
    const [leaf] = shown;
    const ends = leaf === undefined ? null : { leaf, own: shown.find((line) => this.options.isOwn(line)) };
    this.ends[index] = ends;
    return ends;
  }

  /** Adds this profile's sums to those of others. */
  addTo(found: Map<number, WeighedLine>): void {
    const { samples, sampleTypes } = this.profile;
    const width = sampleTypes.length;
    const sums = (type: number, ids: number) => new Sums(samples, type, width, ids);
    const { type, objects } = this.measure;
    const count = this.table.lines.length;
    const totals = { flat: sums(type, 1), objects: sums(objects, 1) };
    const lines = { flat: sums(type, count), cum: sums(type, count), objects: sums(objects, count) };
    const sites = { flat: sums(type, this.sites.firsts.length), objects: sums(objects, this.sites.firsts.length) };
    const callers = sums(type, this.callers.firsts.length);
    const seen = new Int32Array(count).fill(NONE);
    for (let sample = 0; sample < samples.count; sample++) {
      totals.flat.add(sample, 0);
      totals.objects.add(sample, 0);
      const leaf = this.lineOf[sample] ?? NONE;
      if (leaf === NONE) continue;
      lines.flat.add(sample, leaf);
      lines.objects.add(sample, leaf);
      sites.flat.add(sample, this.siteOf[sample] ?? 0);
      sites.objects.add(sample, this.siteOf[sample] ?? 0);
      const caller = this.callerOf[sample] ?? NONE;
      if (caller !== NONE) callers.add(sample, caller);
      for (const index of samples.stack(sample)) {
        for (const { id } of this.shown[index] ?? []) {
          if (seen[id] === sample) continue; // recursive: once
          seen[id] = sample;
          lines.cum.add(sample, id);
        }
      }
    }
    this.total = totals.flat.of(0);
    this.totalObjects = totals.objects.of(0);
    seen.forEach((sample, id) => {
      const line = this.table.lines[id];
      if (sample === NONE || line === undefined) return;
      const weighed = found.get(id) ?? { line, flat: 0, cum: 0, objects: 0, sites: [], callers: new Map() };
      weighed.flat = plus(weighed.flat, lines.flat.of(id));
      weighed.cum = plus(weighed.cum, lines.cum.of(id));
      weighed.objects = plus(weighed.objects, lines.objects.of(id));
      found.set(id, weighed);
    });
    const earlier = new Map([...found].map(([id, { sites }]) => [id, sites.length]));
    this.sites.firsts.forEach((line, id) => {
      const place = this.places.all[this.sites.seconds[id] ?? 0];
      const weighed = found.get(line);
      if (place === undefined || weighed === undefined) return;
      addSite(weighed.sites, earlier.get(line) ?? 0, {
        ...place,
        flat: sites.flat.of(id),
        objects: sites.objects.of(id),
      });
    });
    this.callers.firsts.forEach((line, id) => {
      const caller = this.table.lines[this.callers.seconds[id] ?? 0];
      const byCaller = found.get(line)?.callers;
      if (caller !== undefined) byCaller?.set(caller, plus(byCaller.get(caller) ?? 0, callers.of(id)));
    });
  }
}

/** Adds to what an earlier profile has at the same site: one of the first so many. Within one profile each comes once. */
function addSite(sites: WeighedSite[], earlier: number, added: WeighedSite): void {
  const at = sites.findIndex(
    ({ site, outermost, size }, i) =>
      i >= earlier || (site?.record === added.site?.record && outermost === added.outermost && size === added.size),
  );
  const same = at < earlier ? sites[at] : undefined;
  if (same === undefined) sites.push(added);
  else {
    same.flat = plus(same.flat, added.flat);
    same.objects = plus(same.objects, added.objects);
  }
}
