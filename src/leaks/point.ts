import type { MemStats } from "../../parsers/memstats/index.js";
import type { Frame } from "./frame.js";
import type { Site } from "./site.js";

/** What a site holds and has allocated. Profiles are samples that were scaled up; `…Samples` takes that back. */
export interface SiteValues {
  readonly inuseBytes: number;
  readonly inuseObjects: number;
  /** How many samples stand behind it: what one can be sure of. */
  readonly inuseSamples: number;
  readonly allocBytes: number;
  readonly allocSamples: number;
}

/** A heap profile. */
export interface HeapSnapshot {
  /** Milliseconds since 1970; null where the profile does not say. */
  readonly time: number | null;
  /** Bytes for each sample; 0 where the profile does not say. */
  readonly period: number;
  readonly inuseBytes: number;
  readonly allocBytes: number;
  readonly sites: ReadonlyMap<Site, SiteValues>;
  /** Whole stacks of the sites, innermost first: that of the sample that holds most. */
  readonly stacks: ReadonlyMap<Site, readonly Frame[]>;
  /** How large the objects of that sample are, in bytes, room at their end included. */
  readonly objectBytes: ReadonlyMap<Site, number>;
  readonly executable: Executable | null;
}

/** The program that a profile is of. */
export interface Executable {
  /** The path of its file. */
  readonly file: string;
  /** Empty where the linker gave none. */
  readonly buildId: string;
  /** Where it lies in memory; another address is another process. */
  readonly start: string;
}

/** Goroutines that wait at one place for one thing. */
export interface GoroutineGroup {
  /** The same in every point. */
  readonly key: string;
  readonly count: number;
  /** Of the count: what the last detection found to be leaked. */
  readonly leaked: number;
  /** Of the count: those that wait for a nil channel, which nobody can ever use; 0 where only profiles were taken. */
  readonly onNil: number;
  /** What they wait for, in the run time's words; `running` for those that do not. */
  readonly waitsFor: string;
  /** Without calls of the run time. */
  readonly site: Site;
  /** Whole stack of one of them, innermost first, without calls of the run time. */
  readonly stack: readonly Frame[];
  /** Longest time that one of them has been blocked, in minutes; null where the profile does not tell. */
  readonly minutes: number | null;
  /** The go statement that made them; null where the profile does not tell, and for the main goroutine. */
  readonly createdBy: Frame | null;
}

/** The goroutines of a process. */
export interface GoroutineSnapshot {
  /** Milliseconds since 1970; null where the profile does not say. */
  readonly time: number | null;
  readonly total: number;
  readonly groups: ReadonlyMap<string, GoroutineGroup>;
  readonly executable: Executable | null;
}

/** Open files and sockets of a process, by what they are. */
export interface DescriptorCounts {
  readonly files: number;
  readonly sockets: number;
  /** Of the sockets: those that wait for connections. */
  readonly listening: number;
  /** Pipes, timers, event queues. */
  readonly others: number;
}

/** What the operating system knows of a process. */
export interface ProcessFacts {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Resident bytes; null where they could not be read. */
  readonly rss: number | null;
  /** Before and after a collection, which closes files that were lost; null where they could not be read. */
  readonly descriptors: { readonly before: DescriptorCounts; readonly after: DescriptorCounts } | null;
  /** The file that is open most often, and how often; null where none is open twice. */
  readonly mostOpen: { readonly file: string; readonly count: number } | null;
}

/** All that is known of a process at one time. */
export interface Point {
  /** How messages name it: a file or a directory. */
  readonly name: string;
  readonly heap: HeapSnapshot | null;
  /** Counts by stack. */
  readonly goroutines: GoroutineSnapshot | null;
  /** The same with how long they have waited and who made them, where it was taken beside the counts. */
  readonly details: GoroutineSnapshot | null;
  /** What can never be woken; null where the profile was not taken, or the program cannot tell. */
  readonly leaked: GoroutineSnapshot | null;
  readonly memstats: MemStats | null;
  readonly process: ProcessFacts | null;
}

/** When a point was taken, in milliseconds since 1970; null where nothing in it tells. */
export function timeOf({ heap, goroutines, details, leaked, process }: Point): number | null {
  return heap?.time ?? goroutines?.time ?? process?.time ?? leaked?.time ?? details?.time ?? null;
}

/** How many goroutines there were; null where that was not looked at. */
export function goroutinesOf({ goroutines, details }: Point): number | null {
  return goroutines?.total ?? details?.total ?? null;
}
