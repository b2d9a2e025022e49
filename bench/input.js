// The input of the benchmarks: what the compiler prints for the standard library and the go command.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";

/** Where what benchmarks need is kept from run to run. */
export const DIRECTORY = join(process.env.XDG_CACHE_HOME || tmpdir(), "escape-report-bench");

/** What is built: all of it (about 750 MB of output), or a part for a quick run. */
const PACKAGES = { full: ["std", "cmd"], small: ["net/http"] };

/**
 * The go build whose output is the input.
 * @param {boolean} small
 */
export function buildCommand(small) {
  const packages = small ? PACKAGES.small : PACKAGES.full;
  return { packages, go: ["go", "build", "-o", devNull, "-buildvcs=false", "-gcflags=all=-m -m", ...packages] };
}

/** `go1.26.8` */
export function goVersion() {
  return run(["go", "env", "GOVERSION"]).trim();
}

/**
 * Makes the input unless an earlier run has, and returns its file and size.
 * @param {boolean} small
 */
export function prepareInput(small) {
  const { go, packages } = buildCommand(small);
  const file = join(DIRECTORY, `${goVersion()}-${packages.join("-").replaceAll("/", "_")}.txt`);
  if (!existsSync(file)) {
    mkdirSync(DIRECTORY, { recursive: true });
    console.error(`Making ${file}: a first build of ${packages.join(" ")} takes minutes.`);
    run(go, openSync(`${file}.part`, "w"));
    renameSync(`${file}.part`, file);
  }
  return { file, bytes: statSync(file).size };
}

/**
 * Runs a command and returns its standard output, or sends its standard error to a file.
 * @param {readonly string[]} command
 * @param {number} [errorFile] a file descriptor
 */
function run([program = "", ...args], errorFile) {
  const { status, stdout, error } = spawnSync(program, args, {
    stdio: ["ignore", "pipe", errorFile ?? "inherit"],
    encoding: "utf8",
    cwd: tmpdir(),
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${[program, ...args].join(" ")} ended with ${status}`);
  return stdout;
}
