import type { BuildRequest } from "../sources/build-context.js";
import type { ComparisonRequest } from "../sources/located-sides.js";
import type { RecordSource } from "../sources/record-source.js";
import { shellQuoted } from "../text/shell.js";
import type { BuildArguments } from "./options/build.js";
import type { CompareBuildArguments } from "./options/compare.js";
import type { GlobalArguments, InputArguments } from "./options/shared.js";
import { createProgress } from "./progress.js";
import { note, say } from "./say.js";

/** What the command line says about a build. */
export type BuildSelection = Pick<
  BuildArguments,
  "C" | "packages" | "scope" | "tests" | "machineCode" | "go" | "--" | "quiet" | "verbose"
> & {
  /** Of all packages in scope, only these. */
  readonly only?: ReadonlySet<string> | undefined;
};

/** Opens what `--from` names, or builds. What a build takes is loaded for one only. */
export async function openSource(
  args: BuildSelection & InputArguments & { readonly from?: string | undefined },
  signal: AbortSignal,
): Promise<RecordSource> {
  if (args.from !== undefined) return openSavedFile(args.from, args, true);
  const { openBuild } = await import("../sources/build-source.js");
  return openBuild({ ...buildRequest(args), keepGoing: true }, signal);
}

/**
 * Opens saved output or a report file. Reading it tells on standard error what is remarkable of it. `functionsFromSource`:
 * whether the source is looked at, too.
 */
export async function openSavedFile(
  file: string,
  { C: directory = ".", quiet, maxInput }: Pick<GlobalArguments, "C" | "quiet"> & InputArguments,
  functionsFromSource = false,
): Promise<RecordSource> {
  const { openSaved } = await import("../sources/saved-source.js");
  const source = await openSaved(file, directory, { maxBytes: maxInput, functionsFromSource });
  return {
    ...source,
    read: async (kinds, sink) => {
      const collected = await source.read(kinds, sink);
      const { remarks = [] } = collected;
      if (!quiet && remarks.length > 0) (await import("./print-remarks.js")).printRemarks(remarks, file);
      return collected;
    },
  };
}

/** The build that the command line asks for. */
export function buildRequest(args: BuildSelection): BuildRequest {
  const { packages = [], scope, tests, machineCode, go, only } = args;
  return { packages, scope, tests, machineCode, go, only, ...surroundings(args) };
}

/** The comparison that the command line asks for. */
export function comparisonRequest(
  args: CompareBuildArguments &
    GlobalArguments & { readonly base?: string | undefined; readonly head?: string | undefined },
): ComparisonRequest {
  const { packages = [], exclude, keepGoing, scope, tests, machineCode, go = [], base, head, cacheDir } = args;
  const build = { packages, exclude, keepGoing, scope, tests, machineCode, ...surroundings(args) };
  return { ...build, go, base, head, cacheDirectory: cacheDir };
}

/** Where to work, the flags for go, and whom to tell. */
function surroundings(args: GlobalArguments & { readonly "--"?: readonly string[] | undefined }) {
  return {
    directory: args.C ?? ".",
    flags: args["--"] ?? [],
    onCommand: (words: readonly string[]) => {
      if (args.verbose) say(words.map(shellQuoted).join(" "));
    },
    onNote: (text: string) => {
      if (!args.quiet) note(text);
    },
    onBuild: (packages: number | null) => createProgress(packages, args.quiet),
  };
}
