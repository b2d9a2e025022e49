import { withoutShapes } from "../causes/shapes.js";
import { plainText, withoutNames } from "../diff/release-wording.js";
import type { AddedEscape } from "../records/diff.js";
import type { StaleEntry } from "../records/gate.js";
import type { SiteRecord } from "../records/record.js";
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
  /** As the compiler prints it, in the wording that all releases share; of a call, its name and the type. */
  readonly message: string;
  readonly count: number;
}

/** What a baseline was made from. Made from something else, it would be wrong without anybody noticing. */
export interface BaselineBuild {
  /** `go1.26`: patch releases print the same. */
  readonly go: string;
  /** `linux/amd64`, with GOEXPERIMENT where set. */
  readonly platform: string;
  /** Where the patterns of packages start from, from the module's root. */
  readonly directory: string;
  readonly packages: string;
  readonly scope: string;
  readonly tests: string;
  readonly flags: string;
  /** Whether the compiled packages were read. */
  readonly code: string;
}

/** A baseline file's content. */
export interface Baseline {
  readonly build: BaselineBuild;
  /** Sorted. */
  readonly entries: readonly BaselineEntry[];
}

/** Sums allocations up as a baseline has them. */
export function baselineOf(escapes: readonly SiteRecord[], build: BaselineBuild): Baseline {
  const entries = new Map<string, BaselineEntry>();
  for (const record of escapes) {
    const key = entryKey(record);
    const known = entries.get(key);
    entries.set(key, known === undefined ? entryOf(record) : { ...known, count: known.count + 1 });
  }
  return { build, entries: sortEntries([...entries.values()]) };
}

/** What a build is made of, as a baseline says it. `directory`: where it was started, from the module's root. */
export function baselineBuild(
  toolchain: Toolchain | null,
  build: BuildFacts | null,
  directory: string = "",
): BaselineBuild {
  const { version = "unknown", goos = "", goarch = "", experiment } = toolchain ?? {};
  return {
    go: /^go1\.\d+/.exec(version)?.[0] ?? version,
    platform: `${goos}/${goarch}${experiment === undefined ? "" : ` GOEXPERIMENT=${experiment}`}`,
    directory: visible(directory) || ".",
    packages: visible((build?.packages ?? []).join(" ")),
    scope: build?.scope ?? "",
    tests: build?.tests === true ? "yes" : "no",
    flags: visible((build?.flags ?? []).join(" ")) || "none",
    code: build?.machineCode === true ? "read" : "not read",
  };
}

/** What differs between how a baseline was made and how it is used: `go: go1.26 in the baseline, go1.27 now`. */
export function buildDifferences(baseline: BaselineBuild, now: BaselineBuild): string[] {
  const names = ["go", "platform", "directory", "packages", "scope", "tests", "flags", "code"] as const;
  const covered = coverage(baseline, now) !== "other";
  return names
    .filter((name) => !covered || (name !== "directory" && name !== "packages"))
    .filter((name) => baseline[name] !== now[name])
    .map((name) => `${name}: ${baseline[name]} in the baseline, ${now[name]} now`);
}

/**
 * What of a baseline a build is about: all of it, the part below the directory where the build was started, or something
 * else.
 */
export function coverage(baseline: BaselineBuild, now: BaselineBuild): "whole" | "part" | "other" {
  const sameDirectory = baseline.directory === now.directory;
  if (sameDirectory && baseline.packages === now.packages) return "whole";
  const below = sameDirectory || baseline.directory === "." || now.directory.startsWith(`${baseline.directory}/`);
  return below && baseline.packages === "./..." && baseline.scope === now.scope ? "part" : "other";
}

/** What a build has more than its baseline, and what it has no more. */
export interface BaselineResult {
  readonly added: readonly AddedEscape[];
  readonly stale: readonly StaleEntry[];
}

/**
 * Compares. Of allocations that look the same, the last in the source are the new ones. What differs only by names in the
 * compiler's words, in the same function and with the same cause, is the same: a variable has another name.
 *
 * `packages`: those that the build is about, where it is about a part of the baseline; the others are not stale.
 */
export function compareWithBaseline(
  escapes: readonly SiteRecord[],
  baseline: Baseline,
  packages: ReadonlySet<string> | null = null,
): BaselineResult {
  const left = new Map(baseline.entries.map((entry) => [keyText(entry), { entry, count: entry.count }]));
  const unknown = escapes.filter((record) => !take(left.get(entryKey(record))));
  const renamed = new Map<string, { entry: BaselineEntry; count: number }[]>();
  for (const each of left.values()) {
    if (each.count > 0) renamed.set(namelessKey(each.entry), [...(renamed.get(namelessKey(each.entry)) ?? []), each]);
  }
  const added: AddedEscape[] = [];
  for (const record of unknown) {
    if (renamed.get(namelessKey(entryOf(record)))?.some(take) === true) continue;
    added.push({ ...record, reason: null, doubt: doubtOf(record), parts: null });
  }
  const stale = [...left.values()]
    .filter(({ entry, count }) => count > 0 && (packages === null || packages.has(entry.package)))
    .map(({ entry, count }) => ({
      package: entry.package,
      function: entry.function,
      message: entry.message,
      cause: entry.cause,
      count,
    }));
  return { added, stale };
}

function take(accepted: { count: number } | undefined): boolean {
  if (accepted === undefined || accepted.count === 0) return false;
  accepted.count--;
  return true;
}

/** The key of an entry whatever the names in its message are. A call's message holds no name but that of its type. */
function namelessKey(entry: BaselineEntry): string {
  const message = isDecision(entry) ? withoutNames([entry.message]).join("") : entry.message;
  return keyText({ ...entry, message });
}

function isDecision({ message }: BaselineEntry): boolean {
  return message.startsWith("moved to heap: ") || message.endsWith(" escapes to heap");
}

/** The baseline without what is stale; nothing is added. */
export function prune(baseline: Baseline, stale: readonly StaleEntry[]): Baseline {
  const gone = new Map(
    stale.map(({ package: importPath, function: name, cause, message, count }) => [
      keyText({ package: importPath ?? "", function: name ?? "", cause, message, count }),
      count,
    ]),
  );
  const entries = baseline.entries
    .map((entry) => ({ ...entry, count: entry.count - (gone.get(keyText(entry)) ?? 0) }))
    .filter(({ count }) => count > 0);
  return { build: baseline.build, entries };
}

function doubtOf({ reason }: SiteRecord): AddedEscape["doubt"] {
  return typeof reason === "string" ? reason : null;
}

function entryOf(record: SiteRecord): BaselineEntry {
  return {
    package: visible(record.package ?? ""),
    function: visible(stableName(record) ?? ""),
    cause: record.cause,
    message: visible(plainText(messageOf(record))),
    count: 1,
  };
}

/** What all instances of a generic function have of it: which comes first changes with the others. */
function messageOf(record: SiteRecord): string {
  if (record.instances === undefined) return record.message;
  return record.kind === "escape" ? withoutShapes(record.message) : record.cause;
}

function entryKey(record: SiteRecord): string {
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
