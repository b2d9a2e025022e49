import { access } from "node:fs/promises";
import { join } from "node:path";
import { ToolchainError } from "../errors.js";
import type { ListedPackage } from "./packages.js";
import { type GoRunner, runGo } from "./run-go.js";
import { saidBy } from "./toolchain.js";

/** What -pgo says: nothing or `auto`, that programs take theirs; `off`; else the file that guides the whole build. */
export type ProfileFlag = "auto" | "off" | { readonly file: string };

/** What a profile guides the build of: nothing, everything, or the programs of these import paths, each by its own. */
export type Profiled = "none" | "all" | readonly string[];

/** The CPU profile of a program, which guides its build without being asked for. */
const GUIDE = "default.pgo";

/** Flags behind which no profile guides anything. */
export const WITHOUT_PROFILE = ["-pgo=off"] as const;

/** What the last -pgo of the flags says to a release of Go, such as `go1.26.8`: before Go 1.21 programs take none. */
export function profileFlag(flags: readonly string[], version: string): ProfileFlag {
  const index = flags.findLastIndex((word) => /^--?pgo(?:=|$)/.test(word));
  const word = flags[index];
  const value = word === undefined ? "auto" : word.includes("=") ? word.slice(word.indexOf("=") + 1) : flags[index + 1];
  if (value === "off" || (value === undefined && Number(/^go1\.(\d+)/.exec(version)?.[1] ?? 21) < 21)) return "off";
  return value === undefined || value === "auto" ? "auto" : { file: value };
}

/** Finds what a profile guides: everything where a flag names one, else the programs that have a default.pgo. */
export async function profiledPrograms(listed: readonly ListedPackage[], flag: ProfileFlag): Promise<Profiled> {
  if (flag === "off") return "none";
  if (flag !== "auto") return "all";
  const programs = listed.filter(({ name, dependency, variant }) => name === "main" && !dependency && variant === null);
  const found = await Promise.all(
    programs.map(({ directory, importPath }) =>
      access(join(directory, GUIDE)).then(
        () => [importPath],
        () => [],
      ),
    ),
  );
  const paths = found.flat();
  return paths.length > 0 ? paths : "none";
}

/** The files that guide the build of programs, without being asked for. */
export function guidesOf(listed: readonly ListedPackage[], profiled: Profiled): string[] {
  if (typeof profiled === "string") return [];
  return listed
    .filter(({ importPath, variant }) => variant === null && profiled.includes(importPath))
    .map(({ directory }) => join(directory, GUIDE));
}

/** Depends on nothing, and is in every release that takes profiles. */
const SMALLEST_PACKAGE = "internal/goarch";
/** What makes of a profile what the compiler reads, as go shows it with -x. */
const PREPROFILE = /\bpreprofile(?:\.exe)? -o /;

/**
 * Has go make of a profile what the compiler reads. `go build` does that by itself; `go list -export` does not, and
 * compiles and names packages as if there were no profile until it is done (Go 1.23 to 1.27). From then on both compile
 * the same. Returns whether it was done now: what was listed before is as without a profile. Throws
 * {@link ToolchainError} where the file is no profile.
 */
export async function prepareProfile(runner: GoRunner, file: string): Promise<boolean> {
  const result = await runGo(runner, ["build", "-x", `-pgo=${file}`, SMALLEST_PACKAGE]);
  if (result.exitCode === 0) return PREPROFILE.test(result.stderr);
  throw new ToolchainError(
    `go cannot use the profile ${file}${saidBy({ ...result, stderr: messages(result.stderr) })}\nReplace the file, or build without profiles: -- -pgo=off`,
  );
}

/** What go says, without the commands that -x shows before it. */
function messages(stderr: string): string {
  return stderr.slice(stderr.lastIndexOf("\n# ") + 1);
}
