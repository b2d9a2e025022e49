import { join } from "node:path";
import { ToolchainError, UsageError } from "../errors.js";
import { type GoRunner, runGo } from "./run-go.js";

/** What of a package to run, and what to measure. */
export interface TestRun {
  /** One package. */
  readonly package: string;
  /** Benchmarks, as -bench takes them; null for none. */
  readonly bench: string | null;
  /** Tests, as -run takes them; null for none. */
  readonly tests: string | null;
  /** How long, or how often (`100x`), each benchmark runs; undefined for go's own choice. */
  readonly benchtime?: string | undefined;
  /** Bytes between two samples of the profile; 1 records all. */
  readonly rate: number;
  /** Where to write the test's program and the profile. */
  readonly directory: string;
  /** Further flags of go build. */
  readonly flags: readonly string[];
}

/** What came of it. */
export interface TestOutcome {
  /** All that it printed. */
  readonly output: string;
  /** The profile's file. */
  readonly profile: string;
}

/** Packages of the patterns that have tests, in go's order. Throws {@link ToolchainError} when go cannot load them. */
export async function packagesWithTests(
  runner: GoRunner,
  patterns: readonly string[],
  flags: readonly string[],
): Promise<string[]> {
  const format = "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}";
  const { exitCode, stdout, stderr } = await runGo(runner, ["list", "-f", format, ...flags, "--", ...patterns]);
  if (exitCode !== 0) throw new ToolchainError(`go cannot load the packages:\n${stderr.trim()}`);
  const packages = stdout.split("\n").filter((line) => line !== "");
  if (packages.length > 0) return packages;
  throw new UsageError(`No package of ${patterns.join(" ")} has tests or benchmarks, so there is nothing to run`);
}

/** Runs tests or benchmarks with a memory profile. Throws {@link ToolchainError} with their output when they fail. */
export async function profileTests(runner: GoRunner, run: TestRun): Promise<TestOutcome> {
  const profile = join(run.directory, "mem.pb.gz");
  const { exitCode, stdout, stderr } = await runGo(runner, [
    "test",
    `-run=${run.tests ?? "^$"}`,
    ...(run.bench === null ? [] : [`-bench=${run.bench}`, "-benchmem"]),
    ...(run.benchtime === undefined ? [] : [`-benchtime=${run.benchtime}`]),
    `-memprofile=${profile}`,
    `-memprofilerate=${run.rate}`,
    "-o",
    join(run.directory, process.platform === "win32" ? "package.test.exe" : "package.test"),
    ...run.flags,
    // For go test, what stands behind -- is no package.
    run.package,
  ]);
  if (exitCode !== 0) {
    throw new ToolchainError(
      `go test of ${run.package} failed, so there is no profile. It says:\n\n${tail(stdout, stderr)}`,
    );
  }
  return { output: stdout, profile };
}

/** Tests can print a lot before they fail. */
const LAST_LINES = 40;

function tail(stdout: string, stderr: string): string {
  return `${stderr}${stdout}`.trimEnd().split("\n").slice(-LAST_LINES).join("\n");
}
