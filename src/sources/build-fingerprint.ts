import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { findGo, variablesOf } from "../go/toolchain.js";
import type { BuildRequest } from "./build-context.js";

/** Variables that change what the compiler makes of the same files (go help environment). */
const VARIABLES = [
  "GOVERSION",
  "GOROOT",
  "GOTOOLCHAIN",
  "GOOS",
  "GOARCH",
  "GOEXPERIMENT",
  "GOFLAGS",
  "GOFIPS140",
  "GO111MODULE",
  "GO386",
  "GOAMD64",
  "GOARM",
  "GOARM64",
  "GOMIPS",
  "GOMIPS64",
  "GOPPC64",
  "GORISCV64",
  "GOWASM",
  "CGO_ENABLED",
  "CGO_CFLAGS",
  "CGO_CPPFLAGS",
  "CGO_CXXFLAGS",
  "CC",
  "CXX",
] as const;

/** What makes a flag of go build name a file whose content matters. */
const FILE_FLAG = /^--?(?:pgo|overlay|modfile)(?:=(.*))?$/s;

/**
 * How go would build: the toolchain, the settings and the content of files that flags name. It is asked away from any
 * module, so the answer is the same for every commit; which other toolchain a commit's go.mod chooses follows from the
 * commit and from this.
 */
export async function buildFingerprint(request: BuildRequest, signal: AbortSignal): Promise<object> {
  const directory = resolve(request.directory);
  const go = await findGo(request.go, directory);
  const runner = { go, directory: tmpdir(), signal, env: { ...request.env, GOWORK: "off" } };
  return {
    env: await variablesOf(runner, VARIABLES),
    gowork: request.env?.GOWORK ?? process.env.GOWORK ?? "",
    flags: request.flags,
    files: await digests(request.flags, directory),
    packages: request.packages,
    scope: request.scope,
    tests: request.tests,
    exclude: request.exclude?.length === 0 ? undefined : request.exclude,
    keepGoing: request.keepGoing === true ? true : undefined,
    machineCode: request.machineCode ?? true,
  };
}

async function digests(flags: readonly string[], directory: string): Promise<string[]> {
  const found: string[] = [];
  for (const [i, word] of flags.entries()) {
    const match = FILE_FLAG.exec(word);
    if (match === null) continue;
    const content = await readFile(resolve(directory, match[1] ?? flags[i + 1] ?? "")).catch(() => null);
    found.push(content === null ? "" : createHash("sha256").update(content).digest("hex"));
  }
  return found;
}
