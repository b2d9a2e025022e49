import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BuildRequest as Compilation } from "../go/build.js";
import { compilerFlagsOf } from "../go/flags.js";
import type { ListedPackage } from "../go/packages.js";
import { type BuildContext, type BuildRequest, mapperOf, openContext } from "./build-context.js";
import { cacheOfUser } from "./cache-directory.js";
import { CodeCache } from "./code-cache.js";
import { MachineCode } from "./machine-code.js";

/** The compiled packages of a build, without the compiler's diagnostics. */
export interface Compiled {
  readonly code: MachineCode;
  /** Import paths of the packages in scope. */
  readonly packages: readonly string[];
  readonly root: string;
}

/** Compiles, and opens what was compiled. null where that cannot be read; the request's `onNote` was told why. */
export async function openCompiled(request: BuildRequest, signal: AbortSignal): Promise<Compiled | null> {
  const { context } = await openContext(request, signal, false);
  const { listed, covered, runner } = context;
  const code = await openMachineCode(context, mapperOf(context));
  if (code === null) return null;
  const packages = listed.filter(({ importPath, variant }) => variant === null && covered.wants(importPath, null));
  return { code, packages: packages.map(({ importPath }) => importPath), root: runner.directory };
}

/** null where the compiled packages are not read; says why, unless that was asked for. */
export async function openMachineCode(
  context: BuildContext,
  mapFile: (file: string) => string,
  cache: CodeCache | null = null,
): Promise<MachineCode | null> {
  const { request, env, listed } = context;
  if (request.machineCode === false) return null;
  const why = (reason: string) => {
    request.onNote?.(`Which escapes really allocate is not known: ${reason}`);
    return null;
  };
  if (listed.every(({ archive }) => archive === null)) return null;
  const code = await MachineCode.of(env.goroot, listed, mapFile, cache);
  return code ?? why(`${env.goroot} has no sources that number the run-time functions of ${env.toolchain.version}`);
}

/** Where what compiled packages show is kept; null where there is no place for it. */
export async function codeCache({ request, runner }: BuildContext): Promise<CodeCache | null> {
  const cache = request.cache ?? (await cacheOfUser(workTreeOf(runner.directory)));
  return cache === null ? null : new CodeCache(cache);
}

/** The directory with the repository, or the module where there is none: what comes with the code lies below. */
function workTreeOf(directory: string): string {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return directory;
  }
}

/** What go has to be told to print the diagnostics. */
export function compilationOf(context: BuildContext): Compilation {
  const { request, packages, flags, env, listed, profiled, covered, printed } = context;
  return {
    packages,
    patterns: covered.patterns,
    flags,
    goflags: compilerFlagsOf(env.goflags),
    tests: request.tests,
    profiled,
    named: namedPackages(listed),
    listed,
    printed,
  };
}

/** Import paths of the packages that are meant; null where files were named, which have none. */
function namedPackages(listed: readonly ListedPackage[]): readonly string[] | null {
  const named = listed.filter(({ dependency, variant }) => !dependency && variant === null);
  return named.some(({ importPath }) => importPath === "command-line-arguments")
    ? null
    : named.map(({ importPath }) => importPath);
}
