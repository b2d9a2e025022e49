import { resolve } from "node:path";
import { build } from "../go/build.js";
import { type BuildFlags, compilerFlagsOf, readBuildFlags } from "../go/flags.js";
import { type Coverage, checkPackages, coverage, type ListedPackage, listPackages } from "../go/packages.js";
import { fileMapper, rootOf } from "../go/paths.js";
import type { GoRunner } from "../go/run.js";
import { findGo, type GoEnvironment, readEnvironment } from "../go/toolchain.js";
import type { RecordKind } from "../records/vocabulary.js";
import { type Collected, collect, type RecordSink } from "../report/collect.js";
import type { BuildArguments } from "./commands/build.js";
import { untilInterrupted } from "./interrupt.js";
import { createProgress, type Progress } from "./progress.js";
import { type RecordSource, runReport } from "./run-report.js";

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
>;

/** Asks go about the packages; the compiler runs when the source is read. */
export async function openBuild(args: BuildRequestArguments, signal: AbortSignal): Promise<RecordSource> {
  const packages = args.packages === undefined || args.packages.length === 0 ? ["./..."] : args.packages;
  checkPackages(packages);
  const flags = readBuildFlags(args["--"] ?? []);
  const directory = resolve(args.C ?? ".");
  const runner: GoRunner = {
    go: await findGo(args.go, directory),
    directory,
    signal,
    onCommand: (words) => {
      if (args.verbose) process.stderr.write(`${words.map(shellQuoted).join(" ")}\n`);
    },
  };
  const env = await readEnvironment(runner);
  const listed = await listPackages(runner, packages, flags.others, args.tests);
  const covered = coverage(listed, args.scope);
  const context: BuildContext = { args, packages, flags, runner, env, listed, covered };
  return {
    read: (kinds, sink) => compile(context, kinds, sink),
    facts: () => ({
      toolchain: env.toolchain,
      build: {
        packages: [...packages],
        scope: args.scope,
        tests: args.tests,
        flags: [...(args["--"] ?? [])],
        modules: [...covered.modules],
      },
    }),
    root: rootOf(env, directory),
    next: () => nextCommands(packages),
  };
}

interface BuildContext {
  readonly args: BuildRequestArguments;
  readonly packages: readonly string[];
  readonly flags: BuildFlags;
  readonly runner: GoRunner;
  readonly env: GoEnvironment;
  readonly listed: readonly ListedPackage[];
  readonly covered: Coverage;
}

async function compile(context: BuildContext, kinds: ReadonlySet<RecordKind>, sink: RecordSink): Promise<Collected> {
  const { args, packages, flags, runner, env, listed, covered } = context;
  const progress: Progress = createProgress(covered.expected, args.quiet);
  const errors = new ErrorLines();
  let collected: Collected | null = null;
  const trimmed = [...flags.others, ...env.goflags.split(/\s+/)].some((flag) => /^--?trimpath(?:=true)?$/.test(flag));
  const options = {
    kinds,
    packages: new Map(listed.filter(({ variant }) => variant === null).map((each) => [each.importPath, each])),
    mapFile: fileMapper(env, runner.directory, listed, trimmed),
    wants: covered.wants,
    onPackage: () => progress.step(),
  };
  const tap: RecordSink = {
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
      { packages, patterns: covered.patterns, flags, goflags: compilerFlagsOf(env.goflags), tests: args.tests },
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
  const where = packages.length === 1 && packages[0] === "./..." ? "" : ` ${packages.map(shellQuoted).join(" ")}`;
  return [
    `escape-report build${where} --group-by function`,
    `escape-report build${where} --cause interface-conversion --top 20`,
    `escape-report build${where} --output report.json`,
  ];
}

/** A word as a shell takes it. */
function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
