import { plainText } from "../diff/release-wording.js";
import type { AddedEscape } from "../records/diff.js";
import type { StaleEntry } from "../records/gate.js";
import type { EscapeRecord } from "../records/record.js";
import type { BuildFacts, Toolchain } from "../records/report.js";
import { compareText } from "../report/record-order.js";
import { visible } from "../text/visible.js";
import { stableName } from "./function-names.js";

/** Allocations of one function that look the same. Lines, columns and files are no part of it: they change too easily. */
export interface BaselineEntry {
  readonly package: string;
  /** Without the numbers of closures; "" outside of functions. */
  readonly function: string;
  readonly cause: string;
  /** As the compiler prints it, in the wording that all releases share. */
  readonly message: string;
  readonly count: number;
}

/** What a baseline was made from. Made from something else, it would be wrong without anybody noticing. */
export interface BaselineBuild {
  /** `go1.26`: patch releases print the same. */
  readonly go: string;
  /** `linux/amd64`, with GOEXPERIMENT where set. */
  readonly platform: string;
  readonly packages: string;
  readonly scope: string;
  readonly tests: string;
  readonly flags: string;
}

/** A baseline file's content. */
export interface Baseline {
  readonly build: BaselineBuild;
  /** Sorted. */
  readonly entries: readonly BaselineEntry[];
}

/** Sums allocations up as a baseline has them. */
export function baselineOf(escapes: readonly EscapeRecord[], build: BaselineBuild): Baseline {
  const entries = new Map<string, BaselineEntry>();
  for (const record of escapes) {
    const key = entryKey(record);
    const known = entries.get(key);
    entries.set(key, known === undefined ? entryOf(record) : { ...known, count: known.count + 1 });
  }
  return { build, entries: sortEntries([...entries.values()]) };
}

/** What a build is made of, as a baseline says it. */
export function baselineBuild(toolchain: Toolchain | null, build: BuildFacts | null): BaselineBuild {
  const { version = "unknown", goos = "", goarch = "", experiment } = toolchain ?? {};
  return {
    go: /^go1\.\d+/.exec(version)?.[0] ?? version,
    platform: `${goos}/${goarch}${experiment === undefined ? "" : ` GOEXPERIMENT=${experiment}`}`,
    packages: visible((build?.packages ?? []).join(" ")),
    scope: build?.scope ?? "",
    tests: build?.tests === true ? "yes" : "no",
    flags: visible((build?.flags ?? []).join(" ")) || "none",
  };
}

/** What differs between how a baseline was made and how it is used: `go: go1.26 in the baseline, go1.27 now`. */
export function buildDifferences(baseline: BaselineBuild, now: BaselineBuild): string[] {
  const names = ["go", "platform", "packages", "scope", "tests", "flags"] as const;
  return names
    .filter((name) => baseline[name] !== now[name])
    .map((name) => `${name}: ${baseline[name]} in the baseline, ${now[name]} now`);
}

/** What a build has more than its baseline, and what it has no more. */
export interface BaselineResult {
  readonly added: readonly AddedEscape[];
  readonly stale: readonly StaleEntry[];
}

/** Compares. Of allocations that look the same, the last in the source are the new ones. */
export function compareWithBaseline(escapes: readonly EscapeRecord[], baseline: Baseline): BaselineResult {
  const left = new Map(baseline.entries.map((entry) => [keyText(entry), { entry, count: entry.count }]));
  const added: AddedEscape[] = [];
  for (const record of escapes) {
    const accepted = left.get(entryKey(record));
    if (accepted === undefined || accepted.count === 0) added.push({ ...record, reason: null, parts: null });
    else accepted.count--;
  }
  const stale = [...left.values()]
    .filter(({ count }) => count > 0)
    .map(({ entry, count }) => ({
      package: entry.package,
      function: entry.function,
      message: entry.message,
      cause: entry.cause,
      count,
    }));
  return { added, stale };
}

/** The baseline without what is stale; nothing is added. */
export function prune(baseline: Baseline, escapes: readonly EscapeRecord[]): Baseline {
  const now = new Map(baselineOf(escapes, baseline.build).entries.map((entry) => [keyText(entry), entry.count]));
  const entries = baseline.entries
    .map((entry) => ({ ...entry, count: Math.min(entry.count, now.get(keyText(entry)) ?? 0) }))
    .filter(({ count }) => count > 0);
  return { build: baseline.build, entries };
}

function entryOf(record: EscapeRecord): BaselineEntry {
  return {
    package: visible(record.package ?? ""),
    function: visible(stableName(record.function) ?? ""),
    cause: record.cause,
    message: visible(plainText(record.message)),
    count: 1,
  };
}

function entryKey(record: EscapeRecord): string {
  return keyText(entryOf(record));
}

/** What makes two entries the same. */
export function keyText({ package: importPath, function: name, cause, message }: BaselineEntry): string {
  return [importPath, name, message, cause].join("\t");
}

/** The order of a baseline file. */
export function sortEntries(entries: readonly BaselineEntry[]): BaselineEntry[] {
  return [...entries].sort((a, b) => compareText(keyText(a), keyText(b)));
}
