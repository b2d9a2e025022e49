import { resolve } from "node:path";
import type { CommandModule } from "yargs";
import { EXIT, UsageError } from "../../errors.js";
import { allow } from "../../leaks/allow.js";
import { judge, SERVER, TEST } from "../../leaks/judge.js";
import type { Point } from "../../leaks/point.js";
import { withTrace } from "../../leaks/trace-waits.js";
import type { Leaks } from "../../records/leaks.js";
import { leaksRenderers } from "../../render/leaks/index.js";
import { loadConfig } from "../../sources/config-file.js";
import { writeOutput } from "../../sources/output.js";
import { isAddress, pprofServer } from "../../sources/points/pprof-server.js";
import { readSavedPoints } from "../../sources/points/saved-points.js";
import { type Watched, watch } from "../../sources/points/watch.js";
import { shellQuoted } from "../../text/shell.js";
import { createStyle } from "../../text/style.js";
import { untilInterrupted } from "../interrupt.js";
import { withKeepers } from "../kept-by.js";
import { LivePoints } from "../live-points.js";
import { openSource } from "../open-source.js";
import { type LeaksArguments, leaksOptions } from "../options/leaks.js";
import { formatNames, formatOf } from "../options/shared.js";
import { say } from "../say.js";
import { terminalOf } from "../terminal.js";

export const leaksCommand: CommandModule<object, LeaksArguments> = {
  command: "leaks [points..]",
  describe: "Find what grows and is never given back: memory, goroutines, descriptors; and what keeps it",
  builder: (yargs) =>
    leaksOptions(yargs, formatNames(leaksRenderers))
      .example("$0 leaks http://localhost:6060", "Watch a program for two minutes: five points, 30 s apart")
      .example("$0 leaks http://localhost:6060 --interval 5m --count 10 --keep points", "Longer, and keep the points")
      .example(
        "$0 leaks http://localhost:6060 --load 'hey -n 1000 http://localhost:8080'",
        "With requests before each point",
      )
      .example("$0 leaks points --build ./...", "Judge saved points again, and say what keeps the values")
      .example("$0 leaks heap1.pb.gz heap2.pb.gz heap3.pb.gz heap4.pb.gz", "Profiles that were saved by hand")
      .example("$0 leaks --test ./cache --count 8", "What the tests of a package leave behind, round by round")
      .example("$0 leaks points --fail-on likely", "In a soak test: exit code 1 when something leaks") as never,
  handler: async (args) => {
    await untilInterrupted(async (signal) => {
      const { config } = await loadConfig(args.config, resolve(args.C ?? "."));
      const { points, broken } = await readPoints(args, signal);
      const judged = judge(points, args.test === undefined ? SERVER : TEST);
      const allowed = allow(judged, config.leaks?.allow ?? [], new Date().toISOString().slice(0, 10));
      const leaks = signal.aborted ? allowed : await addTrace(allowed, args, signal);
      await print(signal.aborted ? leaks : await addKeepers(leaks, args, signal), args);
      if (signal.aborted) process.exitCode = EXIT.interrupted;
      if (fails(leaks, args.failOn)) process.exitCode = EXIT.regression;
      // The points until then were worth a look; that they are too few is an error all the same.
      if (broken !== null) throw broken;
    });
  },
};

async function readPoints(args: LeaksArguments, signal: AbortSignal): Promise<Watched> {
  const paths = args.points ?? [];
  const [first] = paths;
  const note = (text: string) => {
    if (!args.quiet) say(text);
  };
  if (args.test !== undefined) return { points: await testPoints(args.test, args, note, signal), broken: null };
  if (first === undefined) {
    if (args.trace !== undefined) return { points: [], broken: null };
    throw new UsageError("Name a program's address (http://localhost:6060), or profiles that were saved");
  }
  if (!paths.some(isAddress)) {
    const { points, passedOver } = await readSavedPoints(paths, args.C ?? ".", args.maxInput);
    for (const problem of passedOver) note(problem);
    return { points, broken: null };
  }
  if (paths.length > 1)
    throw new UsageError("Name one address, and nothing else: points of two programs do not compare");
  const { interval, count, load, keep } = args;
  const table = new LivePoints(count, args.quiet);
  const server = pprofServer(first, args.header ?? []);
  try {
    return await watch(
      {
        server,
        count,
        interval,
        load,
        keep,
        directory: args.C ?? ".",
        onPoint: (point) => table.point(point),
        onWait: (left, now) => table.wait(left, now),
        onNote: note,
      },
      signal,
    );
  } finally {
    table.clear();
  }
}

/** Runs tests in rounds. */
async function testPoints(
  path: string,
  args: LeaksArguments,
  onNote: (text: string) => void,
  signal: AbortSignal,
): Promise<readonly Point[]> {
  const { points = [], run, bench, count, keep, go, C = "." } = args;
  if (points.length > 0) throw new UsageError("--test takes its own points: name nothing else");
  if (run !== undefined && bench !== undefined) throw new UsageError("--run and --bench exclude each other");
  const { testRounds } = await import("../../sources/points/test-rounds.js");
  const onCommand = (words: readonly string[]) => {
    if (args.verbose) say(words.map(shellQuoted).join(" "));
  };
  return testRounds({ package: path, run, bench, count, keep, go, directory: C, onCommand, onNote }, signal);
}

/** Adds where goroutines waited while a trace was taken. */
async function addTrace(leaks: Leaks, args: LeaksArguments, signal: AbortSignal): Promise<Leaks> {
  if (args.trace === undefined) return leaks;
  const { readTrace } = await import("../../sources/points/read-trace.js");
  const onCommand = (words: readonly string[]) => {
    if (args.verbose) say(words.map(shellQuoted).join(" "));
  };
  const request = { file: args.trace, directory: resolve(args.C ?? "."), go: args.go, onCommand };
  return withTrace(leaks, await readTrace(request, signal));
}

/** Says what keeps the values, where a report or a build is at hand. */
async function addKeepers(leaks: Leaks, args: LeaksArguments, signal: AbortSignal): Promise<Leaks> {
  const { from, test, go, quiet, verbose, C, maxInput } = args;
  const packages = args.build ?? (test === undefined ? undefined : [test]);
  const inHeap = leaks.findings.some(({ unit }) => unit === "bytes");
  if (!inHeap || (from === undefined && packages === undefined)) return leaks;
  const how = { scope: "module", tests: test !== undefined, machineCode: true } as const;
  const selection = { ...how, C, from, packages: packages ?? [], go, quiet, verbose, maxInput };
  return withKeepers(leaks, await openSource(selection, signal), { file: from, directory: C ?? "." });
}

async function print(leaks: Leaks, args: LeaksArguments): Promise<void> {
  const render = await leaksRenderers[formatOf(args)]();
  const terminal = await terminalOf(args.color, args.output !== undefined);
  const text = render(leaks, { style: createStyle(terminal), root: resolve(args.C ?? "."), quiet: args.quiet });
  await writeOutput([text], args.output, args.C ?? ".");
}

function fails({ findings }: Leaks, failOn: LeaksArguments["failOn"]): boolean {
  if (failOn === undefined) return false;
  return findings.some(({ certainty }) => certainty === "proved" || certainty === failOn);
}
