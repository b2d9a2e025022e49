import type { Goroutine, GoroutineGroup as TextGroup } from "../../parsers/goroutines/index.js";
import type { Profile } from "../../parsers/profile/index.js";
import { type Frame, isRuntime } from "./frame.js";
import { executableOf, profileTime, siteLocations } from "./heap-snapshot.js";
import type { GoroutineGroup, GoroutineSnapshot } from "./point.js";
import type { Site, SiteTable } from "./site.js";
import { waitOf } from "./waits.js";

interface OpenGroup {
  count: number;
  leaked: number;
  onNil: number;
  minutes: number | null;
  createdBy: Frame | null;
  readonly key: string;
  readonly waitsFor: string;
  readonly site: Site;
  readonly stack: readonly Frame[];
}

/** What is added beside the stack. */
interface Facts {
  readonly count: number;
  readonly state: string | null;
  readonly leaked: boolean;
  readonly onNil: boolean;
  readonly minutes: number | null;
  readonly createdBy: Frame | null;
}

/** Puts goroutines of one point together: by the place in the code, what they wait for and where they began. */
export class GoroutineCounter {
  private readonly groups = new Map<string, OpenGroup>();
  private total = 0;

  constructor(private readonly sites: SiteTable) {}

  /** A goroutine of `debug=2` text. */
  goroutine({ frames, state, leaked, minutes, createdBy }: Goroutine): void {
    const onNil = state.endsWith(" (nil chan)");
    this.add(frames, { count: 1, state, leaked, onNil, minutes, createdBy });
  }

  /** Goroutines of `debug=1` text. */
  group({ frames, count }: TextGroup): void {
    this.add(frames, { count, state: null, leaked: false, onNil: false, minutes: null, createdBy: null });
  }

  /** The groups; `time` in milliseconds since 1970, null where it is not known. */
  snapshot(time: number | null): GoroutineSnapshot {
    const groups: ReadonlyMap<string, GoroutineGroup> = this.groups;
    return { time, total: this.total, groups, executable: null };
  }

  /** Adds goroutines with this stack, innermost call first. */
  add(frames: readonly Frame[], { count, state, leaked, onNil, minutes, createdBy }: Facts): void {
    const waitsFor = waitOf(frames, state);
    const stack = frames.filter((frame) => !isRuntime(frame));
    const numbers = stack.map((frame) => this.sites.location([frame]));
    const site = this.sites.site([...numbers.keys()], numbers);
    const place = site.frames.map(({ function: name, file, line }) => `${name}\n${file}\n${line}`).join("\n");
    const key = `${waitsFor}\n${place}\n${stack.at(-1)?.function}`;
    this.total += count;
    const group = this.groups.get(key);
    if (group === undefined) {
      const marks = { leaked: leaked ? count : 0, onNil: onNil ? count : 0 };
      this.groups.set(key, { key, count, ...marks, minutes, createdBy, waitsFor, site, stack });
      return;
    }
    group.count += count;
    if (leaked) group.leaked += count;
    if (onNil) group.onNil += count;
    group.minutes = minutes === null ? group.minutes : Math.max(minutes, group.minutes ?? 0);
    group.createdBy ??= createdBy;
  }
}

/** The goroutines of a profile. */
export function goroutineSnapshot(profile: Profile, sites: SiteTable): GoroutineSnapshot {
  const { samples, sampleTypes } = profile;
  const counter = new GoroutineCounter(sites);
  const locations = siteLocations(profile, sites);
  for (let i = 0; i < samples.count; i++) {
    const frames = Array.from(samples.stack(i)).flatMap((location) => sites.frames(locations[location] ?? 0));
    // Go 1.26 and 1.27 write a record without a stack for a main goroutine that blocks on purpose.
    if (frames.length === 0 && sampleTypes[0]?.type === "goroutineleak") continue;
    const count = samples.values[i * sampleTypes.length] ?? 0;
    counter.add(frames, { count, state: null, leaked: false, onNil: false, minutes: null, createdBy: null });
  }
  return { ...counter.snapshot(profileTime(profile)), executable: executableOf(profile.mappings) };
}
