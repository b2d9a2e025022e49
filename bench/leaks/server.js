// Starts programs that samples/leaks/main.go is a part of, and watches them with the command.
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const CLI = fileURLToPath(new URL("../../bin/escape-report.js", import.meta.url));
const POINTS = 5;

/**
 * @typedef {{ kind: string, certainty: string, file: string | null, line: number | null, function: string | null,
 *   keptBy: string | null, stack: { file: string | null, line: number | null, function: string | null }[] }} Finding
 */

/**
 * Builds the program in a directory, with the profile of goroutines that never wake where the release has it.
 * @param {string} directory
 * @param {string} output
 * @param {readonly string[]} flags
 */
export function build(directory, output, flags) {
  const experiment = goVersion(directory).startsWith("go1.26") ? "goroutineleakprofile" : "";
  run("go", ["build", ...flags, "-o", output, "."], directory, { GOEXPERIMENT: experiment });
}

/** @param {string} directory @returns {string} `go1.26.8` */
export function goVersion(directory) {
  return run("go", ["env", "GOVERSION"], directory).trim();
}

/**
 * Runs a command and returns what it prints; throws with what it says when it fails.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} directory
 * @param {Record<string, string>} [env]
 */
export function run(program, args, directory, env = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: directory,
    env: { ...process.env, GOFLAGS: "", GOWORK: "off", ...env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${[program, ...args].join(" ")} failed: ${error?.message ?? stderr}`);
  return stdout;
}

/**
 * Runs a program, has it do `work` times what it does before each of five points, and returns what the command finds.
 * @param {string} binary
 * @param {string} kind
 * @param {number} work
 * @param {number} rate bytes of the heap for each sample
 * @param {readonly string[]} [options] further options of leaks
 * @returns {Promise<Finding[]>}
 */
export async function watch(binary, kind, work, rate, options = []) {
  const env = { ...process.env, GODEBUG: `memprofilerate=${rate}` };
  const server = spawn(binary, [kind], { env, stdio: ["pipe", "pipe", "ignore"] });
  try {
    const [line] = await once(server.stdout, "data");
    const address = `http://${String(line).trim()}`;
    server.stdout.resume();
    const load = `${process.execPath} -e fetch('${address}/work?n=${work}').then(r=>r.text())`;
    const args = ["leaks", address, "--interval", "0s", "--count", String(POINTS), "--load", load, "--quiet"];
    const child = promisify(execFile)(process.execPath, [CLI, ...args, ...options, "--format", "json"], {
      maxBuffer: 1 << 28,
    });
    return JSON.parse((await child).stdout).findings;
  } finally {
    server.stdin.end();
    await once(server, "exit");
  }
}
