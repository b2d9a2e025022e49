import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { type GoRunner, runGo } from "./run-go.js";
import type { GoEnvironment } from "./toolchain.js";

/**
 * Package arguments as go takes them in another directory. The compiler's output is cached with paths relative to the
 * directory go ran in, so go always runs in the same one: the root of the module or workspace.
 */
export function packagesFrom(root: string, directory: string, packages: readonly string[]): string[] {
  return packages.map((argument) => {
    const local = /^\.\.?(?:[/\\]|$)/.test(argument) || argument.endsWith(".go");
    if (!local || isAbsolute(argument)) return argument;
    const below = relative(root, join(directory, argument)).split(sep).join("/");
    return below === "" ? "." : below === ".." || below.startsWith("../") ? below : `./${below}`;
  });
}

/** `./...` of every module of a workspace: go refuses it in a directory that lies in none of them. */
export async function workspacePackages(runner: GoRunner, env: GoEnvironment, directory: string): Promise<string[]> {
  const { exitCode, stdout } = await runGo(runner, ["list", "-m", "-f", "{{.Dir}}"]);
  if (exitCode !== 0) return ["./..."];
  const modules = stdout.split("\n").filter((line) => line !== "");
  const inside = modules.some((module) => !relative(module, directory).startsWith(".."));
  if (inside || env.gowork === "") return ["./..."];
  const below = modules.filter((module) => !relative(directory, module).startsWith(".."));
  return below.length === 0
    ? ["./..."]
    : below.map((module) => `./${relative(directory, module).split(sep).join("/")}/...`);
}

/** Where there is no module, go names what is on the command line; a program in its place prints sentences. */
const MODULE_PATH = /^(?!command-line-arguments$)\S+$/;

/** Paths of the main module, or of the workspace's modules; none where go names none. */
export async function mainModules(runner: GoRunner): Promise<string[]> {
  const { exitCode, stdout } = await runGo(runner, ["list", "-m", "-f", "{{.Path}}"]);
  return exitCode === 0 ? stdout.split(/\r?\n/).filter((line) => MODULE_PATH.test(line)) : [];
}

const FILE_FLAGS = /^(--?(?:overlay|modfile|pgo|pkgdir))(?:=(.*))?$/s;

/** Build flags that name files, made independent of the directory go runs in. */
export function flagsFrom(directory: string, flags: readonly string[]): string[] {
  let file = false;
  return flags.map((word) => {
    if (file) {
      file = false;
      return absolute(directory, word);
    }
    const match = FILE_FLAGS.exec(word);
    if (match === null) return word;
    const [, name = "", value] = match;
    file = value === undefined;
    return value === undefined ? word : `${name}=${absolute(directory, value)}`;
  });
}

function absolute(directory: string, file: string): string {
  return file === "auto" || file === "off" || file === "" ? file : resolve(directory, file);
}
