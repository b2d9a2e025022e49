import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { InputError, ToolchainError, UsageError } from "../../errors.js";
import { type GoRunner, runGo } from "../../go/run-go.js";
import { findGo } from "../../go/toolchain.js";
import { POINT_FILE } from "../../leaks/growth.js";
import type { Point } from "../../leaks/point.js";
import { POINT_TEST, POINTS_VARIABLE, pointTest } from "./point-test.js";
import { readSavedPoints } from "./saved-points.js";
import { keepIn } from "./watch.js";

/** How much a benchmark does before each point: the same each time. */
const BENCH_TIME = "1000x";

/** Which tests to run in rounds. */
export interface TestRequest {
  /** One package. */
  readonly package: string;
  /** Regular expression of tests, as `go test -run` takes it; undefined for all. */
  readonly run: string | undefined;
  /** A benchmark to run instead of tests. */
  readonly bench: string | undefined;
  readonly count: number;
  readonly keep: string | undefined;
  readonly go: string | undefined;
  readonly directory: string;
  readonly onCommand: (words: readonly string[]) => void;
  readonly onNote: (note: string) => void;
}

/**
 * Runs the tests of a package again and again in one process and takes a point after each round. A test file is added
 * for that, which the build sees and the disk does not.
 */
export async function testRounds(request: TestRequest, signal: AbortSignal): Promise<readonly Point[]> {
  const { keep, onCommand, onNote } = request;
  const directory = resolve(request.directory);
  if (request.bench !== undefined && !/^Benchmark\w*$/.test(request.bench)) {
    throw new UsageError("--bench takes the name of one benchmark, such as BenchmarkEncode");
  }
  const temporary = await mkdtemp(join(tmpdir(), "escape-report-"));
  try {
    const points = keep === undefined ? join(temporary, "points") : await keepIn(directory, keep);
    await mkdir(points, { recursive: true });
    const runner: GoRunner = {
      go: await findGo(request.go, directory),
      directory,
      signal,
      onCommand,
      env: { [POINTS_VARIABLE]: points, GODEBUG: godebug() },
    };
    const overlay = await writeOverlay(runner, request, temporary);
    if (request.run !== undefined) await checkRun(runner, request.package, request.run);
    const { exitCode, stdout, stderr } = await runGo(runner, testArguments(request, overlay));
    const words = `${stdout}\n${stderr}`.trim();
    if ((await readdir(points)).length === 0) throw new ToolchainError(`go test took no point:\n${words}`);
    if (exitCode !== 0) onNote(`The tests failed, and their rounds were judged all the same:\n${words}`);
    return (await readSavedPoints([points], ".")).points;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function testArguments({ package: path, run, bench, count }: TestRequest, overlay: string): string[] {
  const tests = bench !== undefined ? `^${POINT_TEST}$` : run === undefined ? "." : `${run}|^${POINT_TEST}$`;
  return [
    "test",
    `-overlay=${overlay}`,
    "-vet=off",
    `-count=${count}`,
    `-benchtime=${BENCH_TIME}`,
    `-run=${tests}`,
    path,
  ];
}

/** Every allocation is a sample, so that small leaks of a few rounds show. */
function godebug(): string {
  const given = process.env["GODEBUG"];
  return given === undefined || given === "" ? "memprofilerate=1" : `${given},memprofilerate=1`;
}

/** A pattern that chooses nothing would look like tests that leave nothing behind. */
async function checkRun(runner: GoRunner, path: string, run: string): Promise<void> {
  const { exitCode, stdout } = await runGo(runner, ["test", "-vet=off", "-list", run, path]);
  // What cannot be built is told when it is run.
  if (exitCode === 0 && !/^(?:Test|Example|Fuzz)/m.test(stdout)) {
    throw new UsageError(`--run ${run} matches no test of ${path}`);
  }
}

async function writeOverlay(
  runner: GoRunner,
  { package: path, bench, onNote }: TestRequest,
  temporary: string,
): Promise<string> {
  if (path.startsWith("-")) throw new UsageError(`--test takes a package, and not ${path}`);
  const { exitCode, stdout, stderr } = await runGo(runner, [
    "list",
    "-f",
    "{{.Dir}}\t{{.Name}}\t{{len .TestGoFiles}}\t{{len .XTestGoFiles}}",
    path,
  ]);
  if (exitCode !== 0) throw new ToolchainError(`go list ${path} failed:\n${stderr.trim()}`);
  const [line = "", ...more] = stdout.trim().split("\n");
  const [folder, name, tests, outerTests] = line.split("\t");
  if (folder === undefined || name === undefined || folder === "") throw new InputError(`${path} names no package`);
  if (more.length > 0) throw new UsageError(`--test takes one package, and ${path} names ${more.length + 1}`);
  if (Number(tests) + Number(outerTests) === 0) onNote(`${path} has no tests: nothing of it runs`);
  const source = join(temporary, "point_test.go");
  await writeFile(source, pointTest(name, bench ?? null));
  const overlay = join(temporary, "overlay.json");
  await writeFile(overlay, JSON.stringify({ Replace: { [join(folder, POINT_FILE)]: source } }));
  return overlay;
}
