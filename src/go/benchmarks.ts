import { join } from "node:path";
import { ToolchainError, UsageError } from "../errors.js";
import { type GoResult, type GoRunner, runGo, runProgram } from "./run-go.js";

/** A package with tests. */
export interface TestPackage {
  readonly importPath: string;
  readonly directory: string;
}

/** A compiled test. */
export interface TestProgram extends TestPackage {
  readonly file: string;
}

/** Packages of the patterns that have tests. Throws {@link ToolchainError} when go cannot load them. */
export async function testPackages(
  runner: GoRunner,
  patterns: readonly string[],
  flags: readonly string[],
): Promise<TestPackage[]> {
  const format = '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{"\\t"}}{{.Dir}}{{end}}';
  const { exitCode, stdout, stderr } = await runGo(runner, ["list", "-f", format, ...flags, "--", ...patterns]);
  if (exitCode !== 0) throw new ToolchainError(`go cannot load the packages:\n${stderr.trim()}`);
  return stdout.split("\n").flatMap((line) => {
    const [importPath = "", directory = ""] = line.split("\t");
    return importPath === "" ? [] : [{ importPath, directory }];
  });
}

/** Compiles the test of a package to a file of that name. Throws {@link ToolchainError} with what go says. */
export async function compileTest(
  runner: GoRunner,
  { importPath, directory }: TestPackage,
  flags: readonly string[],
  target: { readonly directory: string; readonly name: string },
): Promise<TestProgram> {
  const file = join(target.directory, `${target.name}${process.platform === "win32" ? ".exe" : ""}`);
  // For go test, what stands behind -- is no package.
  const { exitCode, stdout, stderr } = await runGo(runner, ["test", "-c", "-o", file, ...flags, importPath]);
  if (exitCode !== 0)
    throw new ToolchainError(`go cannot compile the test of ${importPath}:\n${stderr}${stdout}`.trimEnd());
  return { importPath, directory, file };
}

/** How to run benchmarks. */
export interface BenchmarkRun {
  /** As -bench takes it. */
  readonly pattern: string;
  /** As -benchtime takes it; undefined for go's own choice. */
  readonly benchtime: string | undefined;
  /** Writes a memory profile with a sample for each so many bytes. */
  readonly profile?: { readonly file: string; readonly rate: number };
}

/** Runs benchmarks once, and returns what they print. Throws {@link ToolchainError} with that when they fail. */
export async function runBenchmarks(
  runner: GoRunner,
  program: TestProgram,
  { pattern, benchtime, profile }: BenchmarkRun,
): Promise<string> {
  const { exitCode, stdout, stderr } = await runTest(runner, program, [
    "-test.run=^$",
    `-test.bench=${pattern}`,
    "-test.benchmem",
    ...(benchtime === undefined ? [] : [`-test.benchtime=${benchtime}`]),
    ...(profile === undefined ? [] : [`-test.memprofile=${profile.file}`, `-test.memprofilerate=${profile.rate}`]),
  ]);
  if (exitCode === 0) return stdout;
  const invalid = /invalid regexp.*/.exec(stderr)?.[0];
  if (invalid !== undefined) throw new UsageError(`--bench takes a regular expression of Go: ${invalid}`);
  throw failure(program, stdout, stderr);
}

/** A pattern for just this benchmark. `name`: as go prints it, mostly with the number of processors at its end. */
export function patternOf(name: string): string {
  const [, plain = name, processors = ""] = /^(.*?)(-\d+)?$/.exec(name) ?? [];
  const levels = `Benchmark${plain}`.split("/").map((level) => `^${level.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}`);
  // With one processor go prints no number, and one at the end is part of the name.
  return `${levels.join("$/")}${processors === "" ? "" : `(?:${processors})?`}$`;
}

/** In the package's directory, as go test does. */
function runTest(runner: GoRunner, { file, directory }: TestProgram, args: readonly string[]): Promise<GoResult> {
  return runProgram({ ...runner, directory }, file, args);
}

/** Benchmarks can print a lot before they fail. */
const LAST_LINES = 40;

function failure({ importPath }: TestPackage, stdout: string, stderr: string): ToolchainError {
  const said = `${stderr}${stdout}`.trimEnd().split("\n").slice(-LAST_LINES).join("\n");
  return new ToolchainError(`The benchmarks of ${importPath} failed. They say:\n\n${said}`);
}
