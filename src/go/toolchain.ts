import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { ToolchainError } from "../errors.js";
import type { Toolchain } from "../records/report.js";
import { findProgram, isExecutable } from "../search-path.js";
import { type GoResult, type GoRunner, runGo } from "./run-go.js";

const NAME = process.platform === "win32" ? "go.exe" : "go";

const HOW_TO_GET =
  "Install Go from https://go.dev/dl/ or with your package manager, or name it with --go PATH. " +
  "Without Go, saved compiler output can be reported: escape-report parse build.txt";

/** Finds the go command: the one given, else the first on PATH, else in the usual places. Returns its absolute path. */
export async function findGo(given: string | undefined, directory: string): Promise<string> {
  if (given !== undefined) {
    const path = given.includes("/") || given.includes("\\") ? resolve(directory, given) : await findProgram(given);
    if (path !== null && (await isExecutable(path))) return path;
    throw new ToolchainError(`--go ${given}: there is no such program. ${HOW_TO_GET}`);
  }
  const found = await findProgram(NAME);
  if (found !== null) return found;
  for (const place of usualPlaces()) if (await isExecutable(place)) return place;
  throw new ToolchainError(`The go command was not found on PATH or in the usual places. ${HOW_TO_GET}`);
}

function usualPlaces(): string[] {
  const root = process.env["GOROOT"];
  const roots = [
    ...(root === undefined || root === "" ? [] : [root]),
    ...(process.platform === "win32"
      ? ["C:\\Program Files\\Go", "C:\\Go"]
      : [
          "/usr/local/go",
          "/usr/lib/go",
          "/usr/lib/golang",
          "/opt/homebrew/opt/go/libexec",
          "/snap/go/current",
          join(homedir(), "go"),
          join(homedir(), "sdk", "go"),
        ]),
  ];
  return roots.map((each) => join(each, "bin", NAME));
}

/** What `go env` says of the toolchain and the place. */
export interface GoEnvironment {
  readonly toolchain: Toolchain;
  readonly goroot: string;
  readonly modcache: string;
  /** The go.work file in use; "" without one. */
  readonly gowork: string;
  /** The go.mod file of the main module; "" or the null device without one. */
  readonly gomod: string;
  readonly goflags: string;
}

/** Reads `go env`. Throws {@link ToolchainError} with go's own words when it fails. */
export async function readEnvironment(runner: GoRunner): Promise<GoEnvironment> {
  const names = ["GOVERSION", "GOOS", "GOARCH", "GOEXPERIMENT", "GOROOT", "GOMODCACHE", "GOWORK", "GOMOD", "GOFLAGS"];
  const env = await variablesOf(runner, names);
  const experiment = env["GOEXPERIMENT"] ?? "";
  return {
    toolchain: {
      version: env["GOVERSION"] || (await readVersion(runner)),
      goos: env["GOOS"] ?? "",
      goarch: env["GOARCH"] ?? "",
      ...(experiment === "" ? {} : { experiment }),
    },
    goroot: env["GOROOT"] ?? "",
    modcache: env["GOMODCACHE"] ?? "",
    gowork: env["GOWORK"] === "off" ? "" : (env["GOWORK"] ?? ""),
    gomod: env["GOMOD"] ?? "",
    goflags: env["GOFLAGS"] ?? "",
  };
}

/**
 * What a go command that failed has printed, as the end of a sentence. A program in its place, which chooses a toolchain or
 * logs its calls, may say why on standard output, or not at all.
 */
export function saidBy({ exitCode, stdout, stderr }: GoResult): string {
  const said = [stderr, stdout].map((text) => text.trim()).find((text) => text !== "");
  return said === undefined ? `: it ended with exit status ${exitCode} and said nothing` : `:\n${said}`;
}

/**
 * Variables as go env answers, behind what a program in its place prints first. Throws {@link ToolchainError} where it
 * fails, or answers something else.
 */
export async function variablesOf(
  runner: GoRunner,
  names: readonly string[],
): Promise<Record<string, string | undefined>> {
  const result = await runGo(runner, ["env", "-json", ...names]);
  if (result.exitCode !== 0) throw new ToolchainError(`go env failed${saidBy(result)}`);
  const printed = result.stdout;
  const start = /^\{/m.exec(printed)?.index;
  try {
    return JSON.parse(start === undefined ? printed : printed.slice(start)) as Record<string, string | undefined>;
  } catch {
    const [first = ""] = printed.trim().split("\n");
    const answer = first === "" ? "nothing" : `"${first}"`;
    throw new ToolchainError(
      `${runner.go} answers go env -json with ${answer}, which is no JSON. Is it another program? Name the go command with --go PATH`,
    );
  }
}

/** The third word of `go version go1.26.8 linux/amd64`; releases before 1.16 have no GOVERSION. */
async function readVersion(runner: GoRunner): Promise<string> {
  const { stdout } = await runGo(runner, ["version"]);
  return stdout.split(" ")[2] ?? "unknown";
}
