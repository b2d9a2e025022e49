import { join } from "node:path";
import type { BenchmarkResult } from "../../../parsers/benchmarks/index.js";
import type { Profile } from "../../../parsers/profile/index.js";
import { patternOf, runBenchmarks } from "../../go/benchmarks.js";
import { allocatingLines } from "../../profile/allocating-lines.js";
import { LineTable } from "../../profile/lines.js";
import { measureOf } from "../../profile/measure.js";
import { profileReport } from "../../profile/report.js";
import { weigh } from "../../profile/weigh.js";
import { type SiteSum, siteSums } from "../../prove/site-amounts.js";
import { siteChanges } from "../../prove/site-changes.js";
import { openBuild } from "../../sources/build-source.js";
import { readHeapProfile } from "../../sources/profile-input.js";
import { sitesOf } from "../profile/sites.js";
import { type BuiltSide, explained } from "./built-side.js";
import { type Measurement, rowKey, type SideKey } from "./measurement.js";

/** Up to so many bytes every allocation is recorded, which takes up to twenty times as long. */
const EXACT_BYTES = 16e6;
/** Else one for each so many bytes. */
const RATE = 4096;
/** How long a benchmark is run for its profile. */
const RUN_NS = 1e9;
/** With fewer operations, the one that go begins with would weigh too much: then it is the only one. */
const FEWEST = 20;

/** What the test's program does around its benchmarks: it begins, chooses, prints. */
const AROUND = /^(?:runtime\.main$|runtime\.doInit|testing\.\(\*(?:M|matcher|bench\w+)\)\.)/;

/** What to profile. */
export interface SitesRequest {
  readonly before: BuiltSide;
  readonly after: BuiltSide;
  /** Record every allocation, however long it takes. */
  readonly exact: boolean;
  /** Where profiles are written. */
  readonly directory: string;
  readonly onRun: (text: string) => void;
}

/** A benchmark that both sides have, and how it is run for its profile. */
interface Run {
  readonly key: string;
  readonly name: string;
  readonly package: string;
  readonly operations: number;
  readonly rate: number;
}

/** Profiles every benchmark that both sides have, and compares what is allocated in one operation, site by site. */
export async function addSites(request: SitesRequest, measurement: Measurement, signal: AbortSignal): Promise<void> {
  const runs = runsOf(measurement, request.exact);
  if (runs.length === 0) return;
  const before = await sumsOf(request, "before", runs, signal);
  const after = await sumsOf(request, "after", runs, signal);
  runs.forEach(({ key, operations, rate }, i) => {
    const facts = { exact: rate === 1, operations };
    measurement.sites.set(key, siteChanges(before[i] ?? [], after[i] ?? [], facts));
  });
}

function runsOf({ results }: Measurement, exact: boolean): Run[] {
  const byKey = (list: readonly BenchmarkResult[]) =>
    new Map(list.map((each) => [rowKey({ package: each.package, benchmark: each.name }), each]));
  const after = byKey(results.after);
  return [...byKey(results.before)].flatMap(([key, a]) => {
    const b = after.get(key);
    if (b === undefined || a.package === null) return [];
    const operations = operationsOf([a, b]);
    const bytes = Math.max(...[a, b].map(({ values }) => values.get("B/op") ?? 0)) * operations;
    return [{ key, name: a.name, package: a.package, operations, rate: exact || bytes <= EXACT_BYTES ? 1 : RATE }];
  });
}

/** As many on both sides, so that what a benchmark allocates before it begins is the same part of each operation. */
function operationsOf(results: readonly BenchmarkResult[]): number {
  const possible = results.map(({ iterations, values }) => {
    const each = values.get("ns/op") ?? 0;
    return Math.min(iterations, each > 0 ? Math.ceil(RUN_NS / each) : iterations);
  });
  const operations = Math.min(...possible);
  return operations < FEWEST ? 1 : operations;
}

/** What one side allocates, for each of the runs. */
async function sumsOf(
  request: SitesRequest,
  key: SideKey,
  runs: readonly Run[],
  signal: AbortSignal,
): Promise<SiteSum[][]> {
  const side = request[key];
  try {
    const profiles: Profile[] = [];
    for (const run of runs) profiles.push(await profileOf(request, side, run, signal));
    return await joined(side, runs, profiles, signal);
  } catch (error) {
    throw explained(error, side.tree);
  }
}

async function profileOf(request: SitesRequest, side: BuiltSide, run: Run, signal: AbortSignal): Promise<Profile> {
  const program = side.programs.find(({ importPath }) => importPath === run.package);
  if (program === undefined) throw new Error(`${run.package} has printed a benchmark and is not there`);
  const file = join(request.directory, "mem.pb.gz");
  request.onRun(`what ${run.name} allocates, ${side.tree.name}`);
  await runBenchmarks(side.runner, program, {
    pattern: patternOf(run.name),
    benchtime: `${run.operations}x`,
    profile: { file, rate: run.rate },
  });
  return readHeapProfile(file, request.directory, signal);
}

async function joined(
  { tree }: BuiltSide,
  runs: readonly Run[],
  profiles: readonly Profile[],
  signal: AbortSignal,
): Promise<SiteSum[][]> {
  const table = new LineTable();
  const lines = allocatingLines(profiles, table);
  const only = new Set([...lines].map((line) => line.package));
  const tests = table.lines.some(({ file }) => file.endsWith("_test.go"));
  const source = await openBuild(
    { ...tree.build, scope: "all", machineCode: true, keepGoing: true, tests, only },
    signal,
  );
  const build = await sitesOf(source, lines);
  return profiles.map((profile, i) => {
    const weighed = weigh([profile], table, {
      measureOf: (each) => measureOf(each, "alloc_space"),
      filter: { focus: null, ignore: AROUND, hide: null },
      ...build,
    });
    const report = profileReport(weighed, {
      ...build,
      sample: "alloc_space",
      unit: "bytes",
      period: Number(profile.period),
      benchmarks: [],
      byCum: false,
      top: Number.POSITIVE_INFINITY,
    });
    return siteSums(report, runs[i]?.operations ?? 1);
  });
}
