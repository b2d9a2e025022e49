import { resolve } from "node:path";
import { build } from "../go/build.js";
import { type BuildFlags, compilerFlagsOf, readBuildFlags } from "../go/flags.js";
import {
  type Coverage,
  checkPackages,
  coverage,
  type ListedPackage,
  listPackages,
  type Profiled,
  profiledPrograms,
} from "../go/packages.js";
import { fileMapper, rootOf } from "../go/paths.js";
import { flagsFrom, packagesFrom, workspacePackages } from "../go/patterns.js";
import type { GoRunner } from "../go/run.js";
import { findGo, type GoEnvironment, readEnvironment } from "../go/toolchain.js";
import type { RecordKind } from "../records/vocabulary.js";
import { type Collected, collect, type RecordSink } from "../report/collect.js";
import type { BuildArguments } from "./build-options.js";
import { untilInterrupted } from "./interrupt.js";
import { createProgress, type Progress } from "./progress.js";
import { type RecordSource, runReport } from "./run-report.js";
import { sourceReader } from "./source.js";

/** Builds and reports. */
export async function runBuild(args: BuildArguments): Promise<void> {
  await untilInterrupted(async (signal) => {
    await runReport(await openBuild(args, signal), args);
  });
}

/** What a build needs of the command line. */
export type BuildRequestArguments = Pick<
  BuildArguments,
  "C" | "packages" | "scope" | "tests" | "go" | "--" | "quiet" | "verbose"
> & {
  /** Variables for go beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
};

/** Asks go about the packages; the compiler runs when the source is read. */
export async function openBuild(args: BuildRequestArguments, signal: AbortSignal): Promise<RecordSource> {
  const named = args.packages ?? [];
  checkPackages(named);
  const flags = readBuildFlags(args["--"] ?? []);
  const directory = resolve(args.C ?? ".");
  const runner: GoRunner = {
    go: await findGo(args.go, directory),
    directory,
    signal,
    ...(args.env === undefined ? {} : { env: args.env }),
    onCommand: (words) => {
      if (args.verbose) process.stderr.write(`${words.map(shellQuoted).join(" ")}\n`);
    },
  };
  const env = await readEnvironment(runner);
  const root = rootOf(env, directory);
  const asked =
    named.length > 0 ? named : env.gowork === "" ? ["./..."] : await workspacePackages(runner, env, directory);
  const context = await prepare(args, { ...runner, directory: root }, env, {
    packages: packagesFrom(root, directory, asked),
    flags: { ...flags, others: flagsFrom(directory, flags.others) },
  });
  return {
    read: (kinds, sink) => compile(context, kinds, sink),
    facts: () => ({
      toolchain: env.toolchain,
      build: {
        packages: [...asked],
        scope: args.scope,
        tests: args.tests,
        flags: [...(args["--"] ?? [])],
        modules: [...context.covered.modules],
      },
    }),
    root,
    imports: importsOf(context.listed),
    sources: async () => sourceReader(root, env),
    next: () => nextCommands(named),
  };
}

async function prepare(
  args: BuildRequestArguments,
  runner: GoRunner,
  env: GoEnvironment,
  { packages, flags }: { readonly packages: readonly string[]; readonly flags: BuildFlags },
): Promise<BuildContext> {
  const listed = await listPackages(runner, packages, flags.others, args.tests);
  const profiled = await profiledPrograms(listed, [...env.goflags.split(/\s+/), ...flags.others]);
  return { args, packages, flags, runner, env, listed, profiled, covered: coverage(listed, args.scope) };
}

interface BuildContext {
  readonly args: BuildRequestArguments;
  readonly packages: readonly string[];
  readonly flags: BuildFlags;
  readonly runner: GoRunner;
  readonly env: GoEnvironment;
  readonly listed: readonly ListedPackage[];
  readonly profiled: Profiled;
  readonly covered: Coverage;
}

/** Import paths of the packages that are meant; null where files were named, which have none. */
function namedPackages(listed: readonly ListedPackage[]): readonly string[] | null {
  const named = listed.filter(({ dependency, variant }) => !dependency && variant === null);
  return named.some(({ importPath }) => importPath === "command-line-arguments")
    ? null
    : named.map(({ importPath }) => importPath);
}

/** Packages by import path. Variants for tests import more, and are named the same. */
function importsOf(listed: readonly ListedPackage[]): ReadonlyMap<string, ListedPackage> {
  return new Map(listed.filter(({ variant }) => variant === null).map((each) => [each.importPath, each]));
}

async function compile(context: BuildContext, kinds: ReadonlySet<RecordKind>, sink: RecordSink): Promise<Collected> {
  const { args, packages, flags, runner, env, listed, profiled, covered } = context;
  const progress: Progress = createProgress(covered.expected, args.quiet);
  const errors = new ErrorLines();
  let collected: Collected | null = null;
  const trimmed = [...flags.others, ...env.goflags.split(/\s+/)].some((flag) => /^--?trimpath(?:=true)?$/.test(flag));
  const options = {
    kinds,
    packages: importsOf(listed),
    mapFile: fileMapper(env, runner.directory, listed, trimmed),
    wants: covered.wants,
    source: sourceReader(runner.directory, env),
    onPackage: () => progress.step(),
  };
  const tap: RecordSink = {
    blocks: sink.blocks,
    heapFlowsOnly: sink.heapFlowsOnly,
    lazy: sink.lazy ?? false,
    record: (record) => {
      if (record.kind === "unknown") errors.add(record.package, record.message);
      sink.record(record);
    },
    endPackage: (importPath) => sink.endPackage?.(importPath),
    drain: async () => sink.drain?.(),
  };
  try {
    await build(
      runner,
      {
        packages,
        patterns: covered.patterns,
        flags,
        goflags: compilerFlagsOf(env.goflags),
        tests: args.tests,
        profiled,
        named: namedPackages(listed),
      },
      async (output) => {
        collected = await collect(output, options, tap);
      },
      () => errors.lines,
    );
  } finally {
    progress.end();
  }
  return collected ?? { lines: { lines: 0, kept: 0, skipped: 0, unknown: 0 }, packages: [] };
}

/** What go prints beside diagnostics, under the package it belongs to, as go itself shows it. */
class ErrorLines {
  readonly lines: string[] = [];
  private last: string | null = null;

  add(importPath: string | null, text: string): void {
    if (importPath !== this.last && importPath !== null) this.lines.push(`# ${importPath}`);
    this.last = importPath;
    this.lines.push(text);
  }
}

function nextCommands(packages: readonly string[]): string[] {
  const where = packages.map((each) => ` ${shellQuoted(each)}`).join("");
  return [
    `escape-report build${where} --group-by function`,
    `escape-report build${where} --cause interface-conversion --top 20`,
    `escape-report blame${where}`,
    `escape-report build${where} --output report.json`,
  ];
}

/** A word as a shell takes it. */
function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
