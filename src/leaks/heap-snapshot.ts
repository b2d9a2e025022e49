import type { Mapping, Profile, Frame as ProfileFrame } from "../../parsers/profile/index.js";
import type { Frame } from "./frame.js";
import type { Executable, HeapSnapshot, SiteValues } from "./point.js";
import type { Site, SiteTable } from "./site.js";

interface Sum {
  inuseBytes: number;
  inuseObjects: number;
  inuseSamples: number;
  allocBytes: number;
  allocSamples: number;
  /** The sample that holds most, and how much. */
  sample: number;
  most: number;
}

/** Adds a heap profile up by site. */
export function heapSnapshot(profile: Profile, sites: SiteTable): HeapSnapshot {
  const { samples, sampleTypes } = profile;
  const column = (type: string) => sampleTypes.findIndex((each) => each.type === type);
  const [allocObjects, allocSpace, inuseObjects, inuseSpace] = [
    column("alloc_objects"),
    column("alloc_space"),
    column("inuse_objects"),
    column("inuse_space"),
  ];
  const locations = siteLocations(profile, sites);
  const sizes = samples.numbers("bytes");
  const period = Number(profile.period);
  const sums = new Map<Site, Sum>();
  let inuseTotal = 0;
  let allocTotal = 0;
  for (let i = 0; i < samples.count; i++) {
    const value = (index: number) => samples.values[i * sampleTypes.length + index] ?? 0;
    const [allocs, objects] = [value(allocObjects), value(inuseObjects)];
    const [allocated, inuse] = [value(allocSpace), value(inuseSpace)];
    const labelled = sizes?.[i] ?? Number.NaN;
    const size = labelled > 0 ? labelled : allocs > 0 ? allocated / allocs : 0;
    const sampled = samplingProbability(size, period);
    const site = sites.site(samples.stack(i), locations);
    let sum = sums.get(site);
    if (sum === undefined) {
      sum = { inuseBytes: 0, inuseObjects: 0, inuseSamples: 0, allocBytes: 0, allocSamples: 0, sample: i, most: -1 };
      sums.set(site, sum);
    }
    sum.inuseBytes += inuse;
    sum.inuseObjects += objects;
    sum.inuseSamples += objects * sampled;
    sum.allocBytes += allocated;
    sum.allocSamples += allocs * sampled;
    if (inuse > sum.most) {
      sum.most = inuse;
      sum.sample = i;
    }
    inuseTotal += inuse;
    allocTotal += allocated;
  }
  const stacks = new Map<Site, readonly Frame[]>();
  const objectBytes = new Map<Site, number>();
  for (const [site, { sample }] of sums) {
    const size = sizes?.[sample] ?? 0;
    if (size > 0) objectBytes.set(site, size);
    const stack = Array.from(samples.stack(sample), (location) => locations[location] ?? 0);
    stacks.set(
      site,
      stack.flatMap((location) => sites.frames(location)),
    );
  }
  const values: ReadonlyMap<Site, SiteValues> = sums;
  return {
    time: profileTime(profile),
    period,
    inuseBytes: inuseTotal,
    allocBytes: allocTotal,
    sites: values,
    stacks,
    objectBytes,
    executable: executableOf(profile.mappings),
  };
}

/**
 * How likely an object of this size is to be sampled: the run time waits an exponentially distributed number of bytes,
 * `period` on average. A period of 1 means all of them.
 */
function samplingProbability(size: number, period: number): number {
  return period <= 1 ? 1 : 1 - Math.exp(-size / period);
}

/** The number of each of the profile's locations in the table. */
export function siteLocations(profile: Profile, sites: SiteTable): Uint32Array {
  return Uint32Array.from(profile.locations, ({ frames }) => sites.location(frames.map(frameOf)));
}

function frameOf({ function: fn, line }: ProfileFrame): Frame {
  const number = Number(line);
  return { function: fn?.name ?? "", file: fn === null || fn.file === "" ? null : fn.file, line: number || null };
}

/** When a profile was taken, in milliseconds since 1970; null where it does not say. */
export function profileTime({ timeNanos }: Profile): number | null {
  const milliseconds = Math.round(Number(timeNanos) / 1e6);
  return milliseconds > 0 ? milliseconds : null;
}

/** The program, by its first mapping: Go lists the executable first. */
export function executableOf(mappings: readonly Mapping[]): Executable | null {
  const [first] = mappings;
  return first === undefined ? null : { file: first.file, buildId: first.buildId, start: String(first.start) };
}
