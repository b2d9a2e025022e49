import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { GoroutineParser } from "../../../parsers/goroutines/index.js";
import { type MemStats, MemStatsParser } from "../../../parsers/memstats/index.js";
import {
  detailOf,
  type ForeignFormat,
  kindOf,
  languageOf,
  type Profile,
  readProfile,
} from "../../../parsers/profile/index.js";
import { InputError } from "../../errors.js";
import { GoroutineCounter, goroutineSnapshot } from "../../leaks/goroutine-snapshot.js";
import { heapSnapshot } from "../../leaks/heap-snapshot.js";
import type { GoroutineSnapshot, HeapSnapshot, ProcessFacts } from "../../leaks/point.js";
import type { SiteTable } from "../../leaks/site.js";
import { processSchema } from "../../records/process.js";
import { openInput } from "../input.js";

/** One file of a point. */
export type Part =
  | { readonly kind: "heap"; readonly heap: HeapSnapshot }
  | { readonly kind: "goroutines" | "details" | "leaked"; readonly goroutines: GoroutineSnapshot }
  | { readonly kind: "memstats"; readonly memstats: MemStats }
  | { readonly kind: "process"; readonly process: ProcessFacts }
  /** Something that has nothing to do with it: told only where the file was named. */
  | { readonly kind: "foreign"; readonly problem: string };

const FOREIGN: Readonly<Record<ForeignFormat, string>> = {
  "text-profile": "a profile in a text form that is of no use here",
  "goroutine-stacks": "a text of goroutines without any",
  "execution-trace": "an execution trace: name it with --trace",
  coverage: "a coverage profile",
  html: "an HTML page: the server answered with something else than a profile",
  json: "JSON and no profile",
  executable: "an executable",
  archive: "an archive",
  text: "text, but no goroutines",
  unknown: "in a format that is not known",
};

const WANTED = "heap and goroutine profiles of /debug/pprof, plain or .gz";
/** A process.json is a few hundred bytes. */
const MAX_JSON = 64 * 1024;

/** What a file may expand to unless somebody asks for less. */
const MAX_BYTES = 1024 * 1024 * 1024;

/** Reads a file of a point, whatever it is. What is damaged is an {@link InputError}. */
export async function readPart(
  file: string,
  directory: string,
  sites: SiteTable,
  maxBytes: number = MAX_BYTES,
): Promise<Part> {
  const bytes = createReadStream(resolve(directory, file), { highWaterMark: 256 * 1024 });
  const result = await readProfile(bytes, Math.min(maxBytes, MAX_BYTES)).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${file} cannot be read: ${error.message}`);
  });
  switch (result.kind) {
    case "profile":
      return profilePart(result.profile, file, sites);
    case "foreign":
      return textPart(result.format, file, directory, sites, maxBytes);
    case "empty":
      throw new InputError(`${file} is empty. Take the profile again`);
    case "truncated":
      throw new InputError(`${file} is cut off after ${result.offset} bytes. Take the profile again`);
    case "damaged":
      throw new InputError(`${file} is damaged: ${result.problem}. Take the profile again`);
    case "too-large":
      throw new InputError(`${file} is too large: more than ${result.limit} ${result.what}`);
  }
}

function profilePart(profile: Profile, file: string, sites: SiteTable): Part {
  const kind = kindOf(profile);
  const language = languageOf(profile);
  if (language !== null && language !== "Go") {
    throw new InputError(`${file} is a profile of a program in ${language}, and not in Go`);
  }
  if (kind === "heap" || kind === "allocs") {
    if (detailOf(profile) === "addresses") {
      throw new InputError(
        `${file} has addresses only. Give it names with: go tool pprof -proto PROGRAM ${file} > named.pb.gz`,
      );
    }
    return { kind: "heap", heap: heapSnapshot(profile, sites) };
  }
  if (kind === "goroutine") return { kind: "goroutines", goroutines: goroutineSnapshot(profile, sites) };
  if (kind === "goroutineleak") return { kind: "leaked", goroutines: goroutineSnapshot(profile, sites) };
  return { kind: "foreign", problem: `${file} is a ${kind} profile. Leaks are found in ${WANTED}` };
}

async function textPart(
  format: ForeignFormat,
  file: string,
  directory: string,
  sites: SiteTable,
  maxBytes: number,
): Promise<Part> {
  const foreign: Part = { kind: "foreign", problem: `${file} is ${FOREIGN[format]}. Leaks are found in ${WANTED}` };
  if (format === "json") return (await processPart(file, directory)) ?? foreign;
  if (format !== "goroutine-stacks" && format !== "text-profile" && format !== "text") return foreign;
  const counter = new GoroutineCounter(sites);
  const goroutines = new GoroutineParser({
    goroutine: (goroutine) => counter.goroutine(goroutine),
    group: (group) => counter.group(group),
  });
  const memory = new MemStatsParser();
  const { bytes } = await openInput(file, directory, maxBytes);
  for await (const chunk of bytes) {
    goroutines.write(chunk);
    memory.write(chunk);
  }
  const { memstats, rate } = memory.end();
  const summary = goroutines.end();
  // The stacks of a heap profile look like those of goroutines.
  if (rate !== null) {
    if (memstats !== null) return { kind: "memstats", memstats };
    throw new InputError(`${file} is cut off: the numbers at its end are missing. Take it again`);
  }
  if (summary.format === "stacks") return { kind: "details", goroutines: counter.snapshot(null) };
  if (summary.profile === "goroutine") return { kind: "goroutines", goroutines: counter.snapshot(null) };
  if (summary.profile === "goroutineleak") return { kind: "leaked", goroutines: counter.snapshot(null) };
  return foreign;
}

async function processPart(file: string, directory: string): Promise<Part | null> {
  const { bytes } = await openInput(file, directory);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > MAX_JSON) return null;
    chunks.push(Buffer.from(chunk));
  }
  const checked = processSchema.safeParse(parseJson(Buffer.concat(chunks).toString("utf8")));
  if (!checked.success) return null;
  const { time, rss, descriptors, mostOpen } = checked.data;
  return { kind: "process", process: { time: Date.parse(time), rss, descriptors, mostOpen } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
