import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandModule } from "yargs";
import { UsageError } from "../../errors.js";
import type { Proof } from "../../records/prove.js";
import { proveRenderers } from "../../render/prove/index.js";
import { writeOutput } from "../../sources/output.js";
import { openTrees, type SideTrees } from "../../sources/side-trees.js";
import { createStyle } from "../../text/style.js";
import { untilInterrupted } from "../interrupt.js";
import { comparisonRequest } from "../open-source.js";
import { type ProveArguments, proveOptions, revisionsAndPackages } from "../options/prove.js";
import { formatNames, formatOf } from "../options/shared.js";
import { type BuiltSide, buildSide } from "../prove/built-side.js";
import { Measurement, runRound } from "../prove/measurement.js";
import { BenchmarkProgress } from "../prove/progress.js";
import { savedMeasurement } from "../prove/saved.js";
import { addSites } from "../prove/sites.js";
import { note } from "../say.js";
import { terminalOf } from "../terminal.js";

export const proveCommand: CommandModule<object, ProveArguments> = {
  command: "prove [inputs..]",
  describe:
    "Run benchmarks of two revisions in turns: what a change made of their time, and which allocations went or came",
  builder: (yargs) =>
    proveOptions(yargs as never, formatNames(proveRenderers))
      .example("$0 prove HEAD --bench Parse ./parse", "What is not committed, against the last commit")
      .example("$0 prove --bench . ./parse --format markdown", "What this branch does, for a pull request")
      .example("$0 prove v1.4.0 v1.5.0 --bench 'Encode/large' ./codec", "What a release did")
      .example("$0 prove --before old.txt --after new.txt", "From saved output of go test -bench") as never,
  handler: async (args) => {
    await untilInterrupted((signal) => (isSaved(args) ? compareSaved(args) : measure(args, signal)));
  },
};

function isSaved({ before, after }: ProveArguments): boolean {
  return before !== undefined || after !== undefined;
}

async function compareSaved(args: ProveArguments): Promise<void> {
  const measurement = await savedMeasurement(args);
  const side = (name: string | undefined) => ({
    name: name === "-" ? "standard input" : (name ?? ""),
    toolchain: null,
  });
  await print(measurement.proof({ before: side(args.before), after: side(args.after) }, null), args);
}

async function measure(args: ProveArguments, signal: AbortSignal): Promise<void> {
  const { bench, inputs = [] } = args;
  if (bench === undefined) {
    throw new UsageError("Say which benchmarks: escape-report prove --bench REGEXP ./pkg, where . is all of them");
  }
  const { revisions, packages } = revisionsAndPackages(inputs);
  const [base, head] = revisions;
  const request = comparisonRequest({
    ...args,
    base,
    head,
    packages: packages.length > 0 ? packages : ["."],
    scope: "all",
    tests: true,
    machineCode: true,
  });
  const trees = await openTrees(request, signal);
  const directory = await mkdtemp(join(tmpdir(), "escape-report-"));
  try {
    if (!args.quiet) for (const text of trees.notes) note(text);
    await measureTrees(trees, directory, bench, args, signal);
  } finally {
    await rm(directory, { recursive: true, force: true });
    await trees.before.release();
    await trees.after.release();
  }
}

async function measureTrees(
  trees: SideTrees,
  directory: string,
  bench: string,
  args: ProveArguments,
  signal: AbortSignal,
): Promise<void> {
  const before = await buildSide(trees.before, { directory, name: "before" }, signal);
  const after = await buildSide(trees.after, { directory, name: "after" }, signal);
  const measurement = new Measurement();
  const result = () => measurement.proof({ before: namesOf(before), after: namesOf(after) }, args.count);
  try {
    await runAll(before, after, { ...args, bench, directory }, measurement, signal);
  } catch (error) {
    // What was measured until then is not lost.
    if (signal.aborted && result().rows.length > 0) await print(result(), args);
    throw error;
  }
  await print(result(), args);
}

function namesOf({ tree, toolchain }: BuiltSide): Proof["before"] {
  return { name: tree.name, toolchain };
}

async function runAll(
  before: BuiltSide,
  after: BuiltSide,
  args: ProveArguments & { readonly bench: string; readonly directory: string },
  measurement: Measurement,
  signal: AbortSignal,
): Promise<void> {
  const { count, bench, benchtime, directory, exact } = args;
  const progress = new BenchmarkProgress(count, args.quiet);
  const onRun = (text: string) => progress.run(text);
  try {
    while (measurement.rounds < count) {
      const started = performance.now();
      await runRound({ before, after, pattern: bench, benchtime, onRun }, measurement);
      progress.round(performance.now() - started);
      if (measurement.rounds > 1) continue;
      const { results } = measurement;
      if (results.before.length + results.after.length === 0) {
        throw new UsageError(`No benchmark of ${before.tree.build.packages.join(" ")} matches ${bench}`);
      }
      // Early, so that what is joined with the build is what was built.
      if (args.sites) await addSites({ before, after, exact, directory, onRun }, measurement, signal);
    }
    measurement.isComplete = true;
  } finally {
    progress.end();
  }
}

async function print(proof: Proof, args: ProveArguments): Promise<void> {
  const render = await proveRenderers[formatOf(args)]();
  const terminal = await terminalOf(args.color, args.output !== undefined);
  const text = render(proof, { style: createStyle(terminal), top: args.top, quiet: args.quiet });
  await writeOutput([text], args.output, args.C ?? ".");
}
