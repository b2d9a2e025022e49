import { isDeepStrictEqual } from "node:util";
import type { BrokenPackage } from "../go/broken-packages.js";
import { type BuildFlags, compilerFlagsOf, gcflagsArguments, readBuildFlags, silentGcflags } from "../go/flags.js";
import { flagsFrom, mainModules, packagesFrom, workspacePackages } from "../go/package-arguments.js";
import {
  type Coverage,
  checkPackages,
  coverage,
  foreseenPatterns,
  type ListedPackage,
  type Listing,
  type ListRequest,
  listFlags,
  listPackages,
} from "../go/packages.js";
import { fileMapper, rootOf } from "../go/paths.js";
import { type Profiled, profileFlag } from "../go/profile.js";
import type { GoRunner } from "../go/run-go.js";
import { findGo, type GoEnvironment, readEnvironment } from "../go/toolchain.js";
import { goDirectory } from "../go/working-directory.js";
import type { Scope } from "../records/vocabulary.js";
import { buildable } from "./buildable-packages.js";
import type { Cache } from "./cache-directory.js";
import { PrintedText } from "./printed-text.js";
import { listProfiled } from "./profiled-listing.js";
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
  /** Where what compiled packages show is kept. Default: the user's cache, where there is one that can be trusted. */
  readonly cache?: Cache | undefined;
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

/**
 * Asks go about the packages, and compiles them where machine code is wanted. `diagnostics`: whether their diagnostics are
 * wanted too; then they are compiled for both at once, as far as it can be foreseen which those are. `meanwhile` is called
 * when go has been asked.
 */
export async function openContext(
  request: BuildRequest,
  signal: AbortSignal,
  diagnostics: boolean,
  meanwhile: () => void = () => {},
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
  const [env, modules] = await Promise.all([
    readEnvironment(runner),
    diagnostics && request.machineCode !== false ? mainModules(runner) : null,
  ]);
  const root = rootOf(env, directory);
  const asked =
    named.length > 0 ? named : env.gowork === "" ? ["./..."] : await workspacePackages(runner, env, directory);
  const context = await prepare(request, { ...runner, directory: root }, env, {
    packages: packagesFrom(root, directory, asked),
    flags: { ...flags, others: flagsFrom(directory, flags.others) },
    modules,
    meanwhile,
  });
  return { asked, context };
}

/** Names files as records do. */
export function mapperOf({ env, runner, listed, flags }: BuildContext): (file: string) => string {
  const trimmed = [...flags.others, ...env.goflags.split(/\s+/)].some((flag) => /^--?trimpath(?:=true)?$/.test(flag));
  return fileMapper(env, runner.directory, listed, trimmed);
}

/** Lists the packages; where that compiles them, dependencies too, tells how far it is. */
async function compiled(
  request: BuildRequest,
  runner: GoRunner,
  list: ListRequest,
  meanwhile: () => void,
): Promise<Listing> {
  const progress = list.compile === null ? undefined : request.onBuild?.(null);
  try {
    const listing = listPackages(
      runner,
      progress === undefined ? list : { ...list, onCompiled: () => progress.step() },
    );
    meanwhile();
    return await listing;
  } finally {
    progress?.end();
  }
}

interface Asked {
  readonly packages: readonly string[];
  readonly flags: BuildFlags;
  /** Paths of the main modules, where it matters which packages are likely to be reported; else null. */
  readonly modules: readonly string[] | null;
  readonly meanwhile: () => void;
}

async function prepare(
  request: BuildRequest,
  runner: GoRunner,
  env: GoEnvironment,
  { packages, flags, modules, meanwhile }: Asked,
): Promise<BuildContext> {
  const own = [...compilerFlagsOf(env.goflags), ...flags.compiler];
  const { scope, only } = request;
  const patterns = modules === null ? null : foreseenPatterns({ scope, only, modules, packages });
  const compile =
    request.machineCode === false ? null : patterns === null ? silentGcflags(own) : gcflagsArguments(patterns, own);
  const kept = patterns === null ? null : new PrintedText();
  const list = { packages, flags: flags.others, tests: request.tests, compile };
  const onPrinted = kept === null ? undefined : (bytes: Buffer) => kept.add(bytes);
  const flag = profileFlag([...env.goflags.split(/\s+/), ...flags.others], env.toolchain.version);
  const { listing, profiled } = await listProfiled(runner, { ...list, onPrinted }, flag, (each) =>
    compiled(request, runner, each, meanwhile),
  ).catch((error: unknown) => {
    kept?.close();
    throw error;
  });
  const { listed, reported, broken, named } = buildable(listing, request);
  const sources = new SourceFiles(builtFiles(runner.directory, env, listed));
  const covered = coverage(reported, request.scope, request.only);
  // What was foreseen came true, so that all has been printed.
  const isPrinted =
    listing.isPrinted &&
    named === null &&
    profiled === "none" &&
    !flags.needsBuild &&
    isDeepStrictEqual(patterns, covered.patterns) &&
    isDeepStrictEqual(listFlags(flags.others), flags.others);
  if (!isPrinted) kept?.close();
  return {
    request,
    packages: named ?? packages,
    flags,
    runner,
    env,
    listed,
    broken,
    profiled,
    sources,
    covered,
    printed: kept,
  };
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
  /** The diagnostics, where listing the packages has printed them; else null, or empty. */
  readonly printed: PrintedText | null;
}
