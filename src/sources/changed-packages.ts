import { posix } from "node:path";
import type { KnownBlocks } from "../report/collect.js";
import { isRanked } from "../report/filter.js";
import type { Block } from "../report/package-blocks.js";
import { DIFF_KINDS, type ReportRecords, type SamePackage } from "../report/report-records.js";
import type { Sides } from "./comparison-sides.js";
import { readDiffRecords } from "./diff-records.js";
import { type CachedPart, type CachedReport, partName } from "./report-cache.js";

/** Reads both sides: at the same time when one of them comes from the cache, since two builds would be in each other's way. */
export async function readSides({ before, after }: Sides): Promise<readonly [ReportRecords, ReportRecords]> {
  const cached = (await before.source.cached?.(DIFF_KINDS)) ?? null;
  if (cached !== null) return Promise.all([readDiffRecords(cached), readDiffRecords(after.source)]);
  return [await readDiffRecords(before.source), await readDiffRecords(after.source)];
}

/** What both sides hold, without packages that are the same in both. */
export interface Changes {
  readonly before: ReportRecords;
  readonly after: ReportRecords;
  readonly same: readonly SamePackage[];
}

/** How a comparison will show what it is given. */
export interface ChangesOptions {
  /** Whether what is the same may be known by cause and by package alone: nothing filters or groups by more. */
  readonly countsSuffice: boolean;
  /** Constants and panic arguments too. */
  readonly all: boolean;
}

/**
 * Reads both sides for a comparison that only shows what differs. When the older side is in the cache, packages for
 * which go prints the same text again are not parsed: most of the time of a comparison would go into them.
 */
export async function readChanges(sides: Sides, { countsSuffice, all }: ChangesOptions): Promise<Changes> {
  const cached = countsSuffice ? ((await sides.before.source.cached?.(DIFF_KINDS)) ?? null) : null;
  if (cached !== null) {
    const known = new SameText(cached);
    const after = await readDiffRecords(sides.after.source, known);
    if (!known.contradicted && !hasInstancesOfOthers(after)) {
      const before = await readDiffRecords(cached, known.left);
      const same = known.same.map(({ package: importPath, causes, ranked }) => ({
        package: importPath === "" ? NO_PACKAGE : importPath,
        causes: all ? causes : ranked,
      }));
      return { before, after, same };
    }
  }
  const [before, after] = await readSides(sides);
  return { before, after, same: [] };
}

/**
 * Whether a package has copies of generic functions of another package of the module: whether that had some before too,
 * only its own records tell.
 */
function hasInstancesOfOthers({ header, escapes, calls }: ReportRecords): boolean {
  const modules = header.build?.modules ?? [];
  return [...escapes, ...calls].some((record) => {
    const { file, package: importPath, instances } = record;
    if (instances === undefined || file === null || importPath === null || !isRanked(record)) return false;
    const module = modules.find((path) => importPath === path || importPath.startsWith(`${path}/`)) ?? importPath;
    return !`/${posix.dirname(file)}`.endsWith(importPath.slice(module.length).replace(/^$/, "/."));
  });
}

const NO_PACKAGE = "(no package)";

/** Packages of a cached report, by the text that go printed for them. */
class SameText implements KnownBlocks {
  private readonly parts: ReadonlyMap<string, CachedPart>;
  private readonly seen = new Set<string>();
  private readonly leftOut = new Map<string, CachedPart>();
  private readonly names = new Map<string, ReadonlySet<string> | undefined>();
  /** Whether go printed more of a package after some of it was left out. */
  contradicted = false;

  constructor(private readonly report: CachedReport) {
    this.parts = new Map(report.parts.map((part) => [partName(part.package, part.variant), part]));
  }

  skip({ importPath, variant, digest }: Block): boolean {
    const name = partName(importPath, variant);
    if (this.leftOut.has(name)) this.contradicted = true;
    if (this.seen.has(name)) return false;
    this.seen.add(name);
    const part = this.parts.get(name);
    if (part === undefined || part.digest !== digest) return false;
    this.leftOut.set(name, part);
    return true;
  }

  functions(importPath: string): ReadonlySet<string> | undefined {
    if (!this.leftOut.has(partName(importPath, null))) return undefined;
    if (!this.names.has(importPath)) this.names.set(importPath, this.report.functions(importPath));
    return this.names.get(importPath);
  }

  /** Leaves out of the cached report what was left out of the other. */
  get left(): KnownBlocks {
    return {
      skip: ({ importPath, variant }) => this.leftOut.has(partName(importPath, variant)),
      functions: () => undefined,
    };
  }

  get same(): CachedPart[] {
    return [...this.leftOut.values()];
  }
}
