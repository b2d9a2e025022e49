import { build } from "../go/build.js";
import { type BuildFlags, compilerFlagsOf, readBuildFlags, silentGcflags } from "../go/flags.js";
import { flagsFrom, packagesFrom, workspacePackages } from "../go/package-arguments.js";
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
import type { GoRunner } from "../go/run-go.js";
import { findGo, type GoEnvironment, readEnvironment } from "../go/toolchain.js";
import { goDirectory } from "../go/working-directory.js";
import type { RecordKind, Scope } from "../records/vocabulary.js";
import { type Collected, collect, type RecordSink } from "../report/collect.js";
import { MachineCode } from "./machine-code.js";
import { NOTHING_COLLECTED, type RecordSource } from "./record-source.js";
import { SourceFiles } from "./source-files.js";
import { builtFiles } from "./source-rules.js";

/** What to build, and how. */
export interface BuildRequest {
  /** Where to work. */
  readonly directory: string;
  /** Packages, as go build takes them; none is `./...`, or every module of the workspace. */
  readonly packages: readonly string[];
  /** Which packages' records are wanted. */
  readonly scope: Scope;
  /** Test files too. */
  readonly tests: boolean;
  /** Whether to read the compiled packages for what really allocates. Default: yes. */
  readonly machineCode?: boolean | undefined;
  /** Flags for go build. */
  readonly flags: readonly string[];
  /** The go command; undefined for the one on PATH, or in the usual places. */
  readonly go?: string | undefined;
  /** Variables for go beside those of this process. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Told every command before it runs. */
  readonly onCommand?: ((words: readonly string[]) => void) | undefined;
  /** Told what is not known, and why. */
  readonly onNote?: ((text: string) => void) | undefined;
  /** Called when the compiler is started for so many packages. */
  readonly onBuild?: ((packages: number) => BuildProgress) | undefined;
}

/** Told how far a build is. */
export interface BuildProgress {
  /** One more package has been printed. */
  step(): void;
  /** The build has ended, whichever way. */
  end(): void;
}

/** Asks go about the packages; the compiler runs when the source is read. */
export async function openBuild(request: BuildRequest, signal: AbortSignal): Promise<RecordSource> {
  const { packages: named, scope, tests, env: variables, onCommand } = request;
  checkPackages(named);
  const flags = readBuildFlags(request.flags);
  const directory = goDirectory(request.directory);
  const runner: GoRunner = {
    go: await findGo(request.go, directory),
    directory,
    signal,
    ...(variables === undefined ? {} : { env: variables }),
    ...(onCommand === undefined ? {} : { onCommand }),
  };
  const env = await readEnvironment(runner);
  const root = rootOf(env, directory);
  const asked =
    named.length > 0 ? named : env.gowork === "" ? ["./..."] : await workspacePackages(runner, env, directory);
  const context = await prepare(request, { ...runner, directory: root }, env, {
    packages: packagesFrom(root, directory, asked),
    flags: { ...flags, others: flagsFrom(directory, flags.others) },
  });
  return {
    read: (kinds, sink) => compile(context, kinds, sink),
    facts: () => ({
      toolchain: env.toolchain,
      build: {
        packages: [...asked],
        scope,
        tests,
        flags: [...request.flags],
        modules: [...context.covered.modules],
      },
    }),
    root,
    imports: importsOf(context.listed),
    sources: async () => context.sources,
  };
}

async function prepare(
  request: BuildRequest,
  runner: GoRunner,
  env: GoEnvironment,
  { packages, flags }: { readonly packages: readonly string[]; readonly flags: BuildFlags },
): Promise<BuildContext> {
  const compile =
    request.machineCode === false || flags.needsBuild
      ? null
      : silentGcflags([...compilerFlagsOf(env.goflags), ...flags.compiler]);
  const listed = await listPackages(runner, { packages, flags: flags.others, tests: request.tests, compile });
  const profiled = await profiledPrograms(listed, [...env.goflags.split(/\s+/), ...flags.others]);
  const sources = new SourceFiles(builtFiles(runner.directory, env, listed));
  return { request, packages, flags, runner, env, listed, profiled, sources, covered: coverage(listed, request.scope) };
}

interface BuildContext {
  readonly request: BuildRequest;
  readonly packages: readonly string[];
  readonly flags: BuildFlags;
  readonly runner: GoRunner;
  readonly env: GoEnvironment;
  readonly listed: readonly ListedPackage[];
  readonly profiled: Profiled;
  readonly sources: SourceFiles;
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
  const { request, packages, flags, runner, env, listed, profiled, sources, covered } = context;
  const progress = request.onBuild?.(covered.expected);
  const errors = new ErrorLines();
  let collected: Collected | null = null;
  const trimmed = [...flags.others, ...env.goflags.split(/\s+/)].some((flag) => /^--?trimpath(?:=true)?$/.test(flag));
  const mapFile = fileMapper(env, runner.directory, listed, trimmed);
  const machineCode = await openMachineCode(context, mapFile);
  const options = {
    kinds,
    code: machineCode === null ? undefined : (path: string, variant: string | null) => machineCode.code(path, variant),
    packages: importsOf(listed),
    mapFile,
    wants: covered.wants,
    source: sources.now,
    onPackage: () => progress?.step(),
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
        tests: request.tests,
        profiled,
        named: namedPackages(listed),
      },
      async (output) => {
        collected = await collect(output, options, tap);
      },
      () => errors.lines,
    );
  } finally {
    progress?.end();
  }
  for (const [reason, count] of machineCode?.skipped ?? []) {
    request.onNote?.(`The machine code of ${count === 1 ? "a package" : `${count} packages`} was not read: ${reason}`);
  }
  return collected ?? NOTHING_COLLECTED;
}

/** null where the compiled packages are not read; says why, unless that was asked for. */
async function openMachineCode(
  { request, flags, env, listed, profiled }: BuildContext,
  mapFile: (file: string) => string,
): Promise<MachineCode | null> {
  if (request.machineCode === false) return null;
  const why = (reason: string) => {
    request.onNote?.(`Which escapes really allocate is not known: ${reason}`);
    return null;
  };
  if (flags.needsBuild) return why("go list, which names the compiled packages, does not take these flags");
  if (profiled !== "none") return why("a profile guides the build, and go list names packages built without it");
  if (listed.every(({ archive }) => archive === null)) return null;
  const code = await MachineCode.of(env.goroot, listed, mapFile);
  return code ?? why(`${env.goroot} has no sources that number the run-time functions of ${env.toolchain.version}`);
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
