// A large module in a git repository of its own, for the benchmark of compare.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** 385 packages, of which 5 are programs. */
const MODULE = "k8s.io/client-go@v0.34.1";
/** A package that few others import. */
const CHANGED = "util/retry";

/**
 * Copies the module from the module proxy into a repository, unless an earlier run has, and compiles it once in both ways.
 * @param {string} directory
 * @param {boolean} programs whether its programs, which go build links, stay
 * @param {readonly string[]} cli
 */
export function prepareModule(directory, programs, cli) {
  const path = join(directory, `${MODULE.replace(/[^\w.-]+/g, "_")}${programs ? "" : "-packages"}`);
  const cache = `${path}-cache`;
  const compare = [...cli, "compare", "--cache-dir", cache];
  if (!existsSync(path)) {
    console.error(`Making ${path}: compiling it takes minutes.`);
    mkdirSync(directory, { recursive: true });
    rmSync(`${path}.part`, { recursive: true, force: true });
    cpSync(downloaded(MODULE, directory).directory, `${path}.part`, { recursive: true });
    run(["chmod", "-R", "u+w", `${path}.part`], directory);
    if (!programs) rmSync(join(`${path}.part`, "examples"), { recursive: true });
    run(["git", "init", "--quiet"], `${path}.part`);
    run(["git", "add", "--all"], `${path}.part`);
    const name = ["-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "commit.gpgsign=false"];
    run(["git", ...name, "commit", "--quiet", "--message", MODULE], `${path}.part`);
    renameSync(`${path}.part`, path);
  }
  run(["go", "build", "./..."], path);
  run(compare, path);
  return { path, compare, name: `${MODULE}${programs ? "" : " without its programs"}` };
}

/**
 * A module of the proxy, as it is in the module cache.
 * @param {string} name
 * @param {string} directory any
 */
export function downloaded(name, directory) {
  mkdirSync(directory, { recursive: true });
  const { Dir } = JSON.parse(run(["go", "mod", "download", "-json", name], directory));
  return { name, directory: String(Dir) };
}

/**
 * A command behind a change that go has not seen before.
 * @param {string} command as a shell takes it
 */
export function afterChange(command) {
  const file = `${CHANGED}/zz_bench.go`;
  return ["sh", "-c", `printf 'package retry\\n\\nvar bench = %s\\n' "$(date +%s%N)" > ${file} && ${command}`];
}

/**
 * @param {readonly string[]} command
 * @param {string} cwd
 */
function run([program = "", ...args], cwd) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${[program, ...args].join(" ")} ended with ${status}:\n${stderr.slice(-2000)}`);
  return stdout;
}
