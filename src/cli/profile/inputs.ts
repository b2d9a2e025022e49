import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { BenchmarkReader, type BenchmarkResult } from "../../../parsers/benchmarks/index.js";
import type { Profile } from "../../../parsers/profile/index.js";
import { UsageError } from "../../errors.js";
import type { GoRunner } from "../../go/run-go.js";
import { packagesWithTests, profileTests } from "../../go/run-tests.js";
import { findGo } from "../../go/toolchain.js";
import { isFile, readHeapProfile } from "../../sources/profile-input.js";
import { isUrl } from "../../sources/profile-url.js";

/** What the command line says about where profiles come from. */
export interface InputArguments {
  readonly inputs: readonly string[];
  readonly directory: string;
  readonly bench: string | undefined;
  /** Tests to run, as -run takes them; undefined for none. */
  readonly tests: string | undefined;
  readonly benchtime: string | undefined;
  readonly exact: boolean;
  readonly flags: readonly string[];
  readonly go: string | undefined;
  readonly onCommand: ((words: readonly string[]) => void) | undefined;
}

/** The profiles to add up, and the packages whose build explains them. */
export interface ProfileInputs {
  readonly profiles: readonly Profile[];
  /** Packages as typed. */
  readonly packages: readonly string[];
  readonly benchmarks: readonly BenchmarkResult[];
}

/** Fine enough to see what a test allocates, and 1.0 to 1.4 times the time of the usual rate of 512 KiB. */
const RATE = 4096;

/** Reads the profiles that are named, or makes them by running tests or benchmarks of the packages that are. */
export async function profileInputs(args: InputArguments, signal: AbortSignal): Promise<ProfileInputs> {
  const named: string[] = [];
  const packages: string[] = [];
  for (const input of args.inputs) {
    if (isUrl(input) || looksLikeProfile(input) || (await isFile(input, args.directory))) named.push(input);
    else packages.push(input);
  }
  const isToRun = args.bench !== undefined || args.tests !== undefined;
  if (named.length > 0 && isToRun) {
    throw new UsageError(`--bench and --test make a profile, and ${named[0]} is one: give one or the other`);
  }
  if (named.length > 0) {
    const profiles: Profile[] = [];
    for (const input of named) profiles.push(await readHeapProfile(input, args.directory, signal));
    return { profiles, packages, benchmarks: [] };
  }
  const patterns = packages.length > 0 ? packages : ["."];
  return { ...(await made(patterns, args, signal)), packages: patterns };
}

/** Names of files that profiles usually have: one that is missing is told as a missing file. */
function looksLikeProfile(input: string): boolean {
  return /\.(?:pb|gz|mem|prof|pprof|out)$/.test(input);
}

async function made(
  patterns: readonly string[],
  args: InputArguments,
  signal: AbortSignal,
): Promise<Pick<ProfileInputs, "profiles" | "benchmarks">> {
  const directory = resolve(args.directory);
  const { onCommand } = args;
  const go = await findGo(args.go, directory);
  const runner: GoRunner = { go, directory, signal, ...(onCommand === undefined ? {} : { onCommand }) };
  // What is asked for is run; of a package alone its benchmarks.
  const bench = args.bench ?? (args.tests === undefined ? "." : null);
  const profiles: Profile[] = [];
  const benchmarks: BenchmarkResult[] = [];
  const temporary = await mkdtemp(join(tmpdir(), "escape-report-"));
  try {
    for (const importPath of await packagesWithTests(runner, patterns, args.flags)) {
      const { output, profile } = await profileTests(runner, {
        package: importPath,
        bench,
        benchtime: args.benchtime,
        tests: args.tests ?? null,
        rate: args.exact ? 1 : RATE,
        directory: temporary,
        flags: args.flags,
      });
      profiles.push(await readHeapProfile(profile, directory, signal));
      const reader = new BenchmarkReader();
      for (const text of output.split("\n")) {
        const line = reader.line(text);
        if (line.kind === "result") benchmarks.push(line.result);
      }
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  if (bench !== null && benchmarks.length === 0) {
    throw new UsageError(
      `No benchmark of ${patterns.join(" ")} matches ${bench}. To profile tests instead: escape-report profile --test ${patterns.join(" ")}`,
    );
  }
  return { profiles, benchmarks };
}
