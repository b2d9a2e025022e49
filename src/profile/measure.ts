import type { Profile } from "../../parsers/profile/index.js";
import { InputError } from "../errors.js";
import type { Measure } from "./weigh.js";

/** The values of a heap profile: what was allocated since the start, and what of that lives. */
export const SAMPLE_NAMES = ["alloc_space", "alloc_objects", "inuse_space", "inuse_objects"] as const;
export type SampleName = (typeof SAMPLE_NAMES)[number];

/** What to weigh several profiles by: what is asked for, else what pprof shows of the first. */
export function sampleOf(profiles: readonly Profile[], asked: SampleName | undefined): SampleName {
  return asked ?? SAMPLE_NAMES.find((name) => name === profiles[0]?.defaultSampleType) ?? "inuse_space";
}

/** Where a profile holds a value, and the number of objects that belongs to it. */
export function measureOf({ sampleTypes }: Profile, sample: SampleName): Measure {
  const index = (name: string) => sampleTypes.findIndex(({ type }) => type === name);
  const measure = { type: index(sample), objects: index(sample.replace(/space$/, "objects")) };
  if (measure.type < 0 || measure.objects < 0) throw new InputError(`The profile does not hold ${sample}`);
  return measure;
}
