import type { BrokenPackage } from "../go/broken-packages.js";
import { type BuildFlags, compilerFlagsOf, readBuildFlags, silentGcflags } from "../go/flags.js";
import { flagsFrom, packagesFrom, workspacePackages } from "../go/package-arguments.js";
import {
  type Coverage,
  checkPackages,
  coverage,
  type ListedPackage,
  type Listing,
  type ListRequest,
  listPackages,
  type Profiled,
  profiledPrograms,
} from "../go/packages.js";
import { fileMapper, rootOf } from "../go/paths.js";
import type { GoRunner } from "../go/run-go.js";
import { findGo, type GoEnvironment, readEnvironment } from "../go/toolchain.js";
import { goDirectory } from "../go/working-directory.js";
import type { Scope } from "../records/vocabulary.js";
import { buildable } from "./buildable-packages.js";
import { MachineCode } from "./machine-code.js";
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
  /** Of those, only these; `main` stands for every program. Others are not compiled for their diagnostics. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Test files too. */
  readonly tests: boolean;
  /** Whether to read the compiled packages for what really allocates. Default: yes. */
  readonly machineCode?: boolean | undefined;
  /** Packages not to build: patterns of import paths. */
  readonly exclude?: readonly string[] | undefined;
  /** Whether to go on without packages that cannot be built. Default: no. */
  readonly keepGoing?: boolean | undefined;
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
  readonly onBuild?: ((packages: number | null) => BuildProgress) | undefined;
}

/** Told how far a build is. */
export interface BuildProgress {
  /** One more package has been printed. */
  step(): void;
  /** The build has ended, whichever way. */
  end(): void;
}

/** The compiled packages of a build, without the compiler's diagnostics. */
export interface Compiled {
  readonly code: MachineCode;
  /** Import paths of the packages in scope. */
  readonly packages: readonly string[];
  readonly root: string;
}

/** Compiles, and opens what was compiled. null where that cannot be read; the request's `onNote` was told why. */
export async function openCompiled(request: BuildRequest, signal: AbortSignal): Promise<Compiled | null> {
  const { context } = await openContext(request, signal);
  const { listed, covered, runner } = context;
  const code = await openMachineCode(context, mapperOf(context));
  if (code === null) return null;
  const packages = listed.filter(({ importPath, variant }) => variant === null && covered.wants(importPath, null));
  return { code, packages: packages.map(({ importPath }) => importPath), root: runner.directory };
}

/** Asks go about the packages, and compiles them where machine code is wanted. */
export async function openContext(
  request: BuildRequest,
  signal: AbortSignal,
): Promise<{ readonly asked: readonly string[]; readonly context: BuildContext }> {
  const { packages: named, env: variables, onCommand } = request;
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
  return { asked, context };
}

/** Names files as records do. */
export function mapperOf({ env, runner, listed, flags }: BuildContext): (file: string) => string {
  const trimmed = [...flags.others, ...env.goflags.split(/\s+/)].some((flag) => /^--?trimpath(?:=true)?$/.test(flag));
  return fileMapper(env, runner.directory, listed, trimmed);
}

/** Lists the packages; where that compiles them, dependencies too, tells how far it is. */
async function compiled(request: BuildRequest, runner: GoRunner, list: ListRequest): Promise<Listing> {
  const progress = list.compile === null ? undefined : request.onBuild?.(null);
  try {
    return await listPackages(runner, progress === undefined ? list : { ...list, onCompiled: () => progress.step() });
  } finally {
    progress?.end();
  }
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
  const listing = await compiled(request, runner, { packages, flags: flags.others, tests: request.tests, compile });
  const { listed, reported, broken, named } = buildable(listing, request);
  const profiled = await profiledPrograms(listed, [...env.goflags.split(/\s+/), ...flags.others]);
  const sources = new SourceFiles(builtFiles(runner.directory, env, listed));
  const covered = coverage(reported, request.scope, request.only);
  return { request, packages: named ?? packages, flags, runner, env, listed, broken, profiled, sources, covered };
}

/** What is known of a build before the compiler prints. */
export interface BuildContext {
  readonly request: BuildRequest;
  readonly packages: readonly string[];
  readonly flags: BuildFlags;
  readonly runner: GoRunner;
  readonly env: GoEnvironment;
  readonly listed: readonly ListedPackage[];
  /** Packages that cannot be built, and are left out. */
  readonly broken: readonly BrokenPackage[];
  readonly profiled: Profiled;
  readonly sources: SourceFiles;
  readonly covered: Coverage;
}

/** null where the compiled packages are not read; says why, unless that was asked for. */
export async function openMachineCode(
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
