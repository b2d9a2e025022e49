import type { Profile } from "./profile.js";

/**
 * What a profile tells of, by its content: names of files say nothing. `heap` shows what lives unless asked, `allocs` what
 * was allocated: both hold the same four values. `contention` is a block or mutex profile without a sample to tell them
 * apart by. `trace-delay` is made of an execution trace. `other` is a profile of the program's own, or of another kind
 * of tool.
 */
export type ProfileKind =
  | "heap"
  | "allocs"
  | "cpu"
  | "block"
  | "mutex"
  | "contention"
  | "goroutine"
  | "goroutineleak"
  | "threadcreate"
  | "trace-delay"
  | "other";

/** The four values of a heap profile, in their order. */
const HEAP_TYPES = ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"];
/** Kinds with one value that is named like them. */
const COUNTED: readonly ProfileKind[] = ["goroutine", "goroutineleak", "threadcreate"];

/** What a profile tells of. */
export function kindOf(profile: Profile): ProfileKind {
  const types = profile.sampleTypes.map(({ type }) => type);
  if (HEAP_TYPES.every((type) => types.includes(type))) {
    return profile.defaultSampleType === "alloc_space" ? "allocs" : "heap";
  }
  const [first = ""] = types;
  const counted = COUNTED.find((kind) => kind === first);
  if (counted !== undefined && types.length === 1) return counted;
  if (types.includes("cpu") && profile.periodType?.type === "cpu") return "cpu";
  if (first === "contentions" && types[1] === "delay") {
    return profile.periodType?.type === "trace" ? "trace-delay" : contentionOf(profile);
  }
  return "other";
}

/** Mutex profiles are of those that unlock, block profiles of those that wait; nothing else tells them apart. */
function contentionOf(profile: Profile): ProfileKind {
  const { samples, locations } = profile;
  if (samples.count === 0) return "contention";
  for (let sample = 0; sample < samples.count; sample++) {
    const [leaf] = samples.stack(sample);
    const name = leaf === undefined ? "" : (locations[leaf]?.frames[0]?.function?.name ?? "");
    if (!/Unlock|unlock|LostContended/.test(name)) return "block";
  }
  return "mutex";
}

/** Languages by the suffixes of their source files. */
const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ["go", "Go"],
  ["rs", "Rust"],
  ["py", "Python"],
  ["rb", "Ruby"],
  ["php", "PHP"],
  ["java", "Java"],
  ["kt", "Kotlin"],
  ["scala", "Scala"],
  ["js", "JavaScript"],
  ["mjs", "JavaScript"],
  ["cjs", "JavaScript"],
  ["ts", "TypeScript"],
  ["cs", "C#"],
  ["c", "C or C++"],
  ["cc", "C or C++"],
  ["cpp", "C or C++"],
  ["h", "C or C++"],
]);

/**
 * The language that most functions of a profile are written in; null where no file name tells it. A Go program with cgo
 * is a Go program.
 */
export function languageOf(profile: Profile): string | null {
  const counts = new Map<string, number>();
  for (const { file } of profile.functions) {
    const language = LANGUAGES.get(/\.(\w+)$/.exec(file)?.[1] ?? "");
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  if (counts.has("Go")) return "Go";
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}

/** Whether frames say where they are: `addresses` needs the executable, `functions` lacks lines. */
export function detailOf(profile: Profile): "lines" | "functions" | "addresses" {
  const frames = profile.locations.flatMap((location) => location.frames);
  if (frames.some(({ function: fn, line }) => fn !== null && fn.file !== "" && line !== 0)) return "lines";
  if (frames.some(({ function: fn }) => fn !== null && fn.name !== "")) return "functions";
  return profile.locations.length === 0 ? "lines" : "addresses";
}
