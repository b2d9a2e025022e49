import type { CommandModule } from "yargs";
import { UsageError } from "../../errors.js";
import { allocatingLines } from "../../profile/allocating-lines.js";
import { LineTable } from "../../profile/lines.js";
import { measureOf, SAMPLE_NAMES, type SampleName, sampleOf } from "../../profile/measure.js";
import { profileReport } from "../../profile/report.js";
import { siteLabels } from "../../profile/sample-labels.js";
import { weigh } from "../../profile/weigh.js";
import { profileBytes } from "../../profile/write-profile.js";
import type { ProfileReport } from "../../records/profile.js";
import { type ProfileFormat, profileRenderers } from "../../render/profile/index.js";
import { writeOutput } from "../../sources/output.js";
import { createStyle } from "../../text/style.js";
import { untilInterrupted } from "../interrupt.js";
import { buildRequest, openSource } from "../open-source.js";
import { formatNames, formatOf, type GlobalArguments, type InputArguments, inputOption } from "../options/shared.js";
import { wholeNumber } from "../options/whole-number.js";
import { type ProfileInputs, profileInputs } from "../profile/inputs.js";
import { type BuildSites, sitesOf } from "../profile/sites.js";
import { terminalOf } from "../terminal.js";

interface ProfileArguments extends GlobalArguments, InputArguments {
  readonly inputs?: readonly string[] | undefined;
  readonly bench?: string | undefined;
  readonly benchtime?: string | undefined;
  readonly test: boolean;
  readonly run?: string | undefined;
  readonly exact: boolean;
  readonly sample?: SampleName | undefined;
  readonly cum: boolean;
  readonly focus?: RegExp | undefined;
  readonly ignore?: RegExp | undefined;
  readonly hide?: RegExp | undefined;
  readonly from?: string | undefined;
  readonly go?: string | undefined;
  readonly top: number;
  readonly format?: OutputFormat | undefined;
  readonly output?: string | undefined;
  readonly "--"?: readonly string[] | undefined;
}

export const profileCommand: CommandModule<object, ProfileArguments> = {
  command: "profile [inputs..]",
  describe: "Weigh allocations by what was really allocated: a heap profile, joined with the build that explains it",
  builder: (yargs) =>
    inputOption(yargs)
      .positional("inputs", {
        type: "string",
        array: true,
        describe: "Heap profiles: files, - or addresses such as http://localhost:6060; and packages (default ./...)",
      })
      .option("bench", {
        type: "string",
        describe: "Make the profile: run these benchmarks of the packages",
        requiresArg: true,
      })
      .option("benchtime", {
        type: "string",
        describe: "How long each runs, or how often: 2s, 100x",
        requiresArg: true,
      })
      .option("test", { type: "boolean", default: false, describe: "Make the profile: run the packages' tests" })
      .option("run", {
        type: "string",
        describe: "Make the profile: run these tests of the packages",
        requiresArg: true,
      })
      .option("exact", { type: "boolean", default: false, describe: "Record every allocation while making it; slow" })
      .option("sample", {
        choices: SAMPLE_NAMES,
        describe: "What to weigh by (default: the one that go tool pprof shows)",
      })
      .option("cum", { type: "boolean", default: false, describe: "Rank by what is allocated in calls, too" })
      .option("focus", {
        type: "string",
        coerce: pattern,
        describe: "Only stacks with a frame that matches",
        requiresArg: true,
      })
      .option("ignore", {
        type: "string",
        coerce: pattern,
        describe: "No stacks with a frame that matches",
        requiresArg: true,
      })
      .option("hide", { type: "string", coerce: pattern, describe: "Leave frames out that match", requiresArg: true })
      .option("from", {
        type: "string",
        describe: "Join with a report or saved compiler output instead of building",
        requiresArg: true,
      })
      .option("go", { type: "string", describe: "The go command to use", requiresArg: true })
      .option("top", {
        type: "number",
        default: 10,
        describe: "How many lines to show",
        coerce: wholeNumber("--top", 1),
        requiresArg: true,
      })
      .option("format", {
        choices: [...formatNames(profileRenderers), "pprof"] as const,
        describe: "How to print; follows the name of --output, else table. pprof: the profile with causes as labels",
      })
      .option("output", { type: "string", alias: "o", describe: "Write to FILE; .gz compresses", requiresArg: true })
      .example("$0 profile --bench . ./parse", "Run the benchmarks of a package and show what they allocate")
      .example("$0 profile mem.pb.gz ./cmd/app", "From a profile of that program")
      .example("$0 profile http://localhost:6060", "From a running program")
      .example("$0 profile --run TestLoad --exact", "All that one test allocates")
      .example("$0 profile mem.pb.gz --format markdown --top 5", "For an issue") as never,
  handler: async (args) => {
    await untilInterrupted(async (signal) => {
      const inputs = await readInputs(args, signal);
      const joined = await joinWithBuild(inputs, args, signal);
      await writeOutput(await outputOf(joined, args), args.output, args.C ?? ".");
    });
  },
};

/** Text formats, and pprof's own, which is none. */
type OutputFormat = ProfileFormat | "pprof";

/** Profiles, and the build that explains them. */
interface Joined extends BuildSites {
  readonly inputs: ProfileInputs;
  readonly table: LineTable;
  readonly root: string | undefined;
}

async function outputOf(joined: Joined, args: ProfileArguments): Promise<Iterable<string | Uint8Array>> {
  const named = /\.pb(?:\.gz)?$/.test(args.output ?? "") ? "pprof" : undefined;
  const format = args.format ?? named;
  if (format === "pprof") {
    if (args.output === undefined && process.stdout.isTTY) {
      throw new UsageError("--format pprof is no text: add --output FILE.pb.gz");
    }
    const { inputs, table, sites, isBuilt } = joined;
    return profileBytes(inputs.profiles, siteLabels(table, sites, isBuilt));
  }
  const render = await profileRenderers[formatOf({ format, output: args.output })]();
  const terminal = await terminalOf(args.color, args.output !== undefined);
  return [render(reportOf(joined, args), { style: createStyle(terminal), root: joined.root, quiet: args.quiet })];
}

function readInputs(args: ProfileArguments, signal: AbortSignal): Promise<ProfileInputs> {
  const { inputs = [], bench, benchtime, exact, go, C: directory = "." } = args;
  const tests = args.run ?? (args.test ? "." : undefined);
  if (inputs.length === 0 && bench === undefined && tests === undefined) {
    throw new UsageError(
      "Name a heap profile, an address or a package: escape-report profile mem.pb.gz, or escape-report profile --bench . ./pkg",
    );
  }
  const { flags, onCommand } = buildRequest({
    ...args,
    scope: "all",
    tests: true,
    machineCode: false,
    go,
    packages: [],
  });
  return profileInputs({ inputs, directory, bench, benchtime, tests, exact, flags, go, onCommand }, signal);
}

async function joinWithBuild(inputs: ProfileInputs, args: ProfileArguments, signal: AbortSignal): Promise<Joined> {
  const { profiles, packages } = inputs;
  const table = new LineTable();
  const lines = allocatingLines(profiles, table);
  const source = await openSource(
    {
      ...args,
      packages,
      scope: "all",
      machineCode: true,
      // A test's code is in no other build.
      tests: table.lines.some(({ file }) => file.endsWith("_test.go")),
      only: new Set([...lines].map((line) => line.package)),
    },
    signal,
  );
  return { inputs, table, root: source.root, ...(await sitesOf(source, lines)) };
}

function reportOf(joined: Joined, args: ProfileArguments): ProfileReport {
  const { inputs, table } = joined;
  const { profiles, benchmarks } = inputs;
  const sample = sampleOf(profiles, args.sample);
  const weighed = weigh(profiles, table, {
    measureOf: (profile) => measureOf(profile, sample),
    filter: { focus: args.focus ?? null, ignore: args.ignore ?? null, hide: args.hide ?? null },
    ...joined,
  });
  return profileReport(weighed, {
    ...joined,
    sample,
    unit: sample.endsWith("space") ? "bytes" : "count",
    period: Math.max(0, ...profiles.map(({ period }) => Number(period))),
    benchmarks: benchmarks.map(({ name, iterations, values }) => ({
      name,
      iterations,
      nsPerOp: values.get("ns/op") ?? null,
      bytesPerOp: values.get("B/op") ?? null,
      allocsPerOp: values.get("allocs/op") ?? null,
    })),
    byCum: args.cum,
    top: args.top,
  });
}

/** A pattern as pprof takes it. */
function pattern(value: string | undefined): RegExp | undefined {
  if (value === undefined) return undefined;
  try {
    return new RegExp(value);
  } catch (error) {
    throw new UsageError(`"${value}" is no regular expression: ${error instanceof Error ? error.message : error}`);
  }
}
