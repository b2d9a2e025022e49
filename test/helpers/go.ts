import { spawnSync } from "node:child_process";
import { execa } from "execa";

/**
 * The environment of every go command of a test: the machine's go settings change nothing. GOTOOLCHAIN is left alone, so
 * that `GOTOOLCHAIN=go1.22.0 npx vitest …` runs the tests with another release.
 */
const ENVIRONMENT = { GOENV: "off", GOFLAGS: "", GOWORK: "off", GOEXPERIMENT: "" } as const;

/** `go env GOVERSION`, such as `go1.26.8`; null where there is no go. */
export const goVersion: string | null = readVersion();

/** The number behind `go1.`; 0 where there is no go. */
export const goMinor: number = Number(/^go1\.(\d+)/.exec(goVersion ?? "")?.[1] ?? 0);

/** Whether tests that need go are skipped: on a developer's machine that has none. In CI it has to be there. */
export const withoutGo: boolean = goVersion === null && process.env.CI === undefined;

/** Runs go and returns what it printed on standard output, as bytes. Throws when go fails. `env`: further variables. */
export async function go(
  args: readonly string[],
  directory: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  return (await run(args, directory, env)).stdout;
}

/** Runs go and returns what it printed on standard error, as bytes. Throws when go fails. */
export async function goDiagnostics(args: readonly string[], directory: string): Promise<Uint8Array> {
  return (await run(args, directory)).stderr;
}

async function run(args: readonly string[], directory: string, env: Readonly<Record<string, string>> = {}) {
  return execa("go", args, {
    cwd: directory,
    env: { ...ENVIRONMENT, ...env },
    encoding: "buffer",
    stripFinalNewline: false,
    maxBuffer: 1e9,
  });
}

function readVersion(): string | null {
  const { status, stdout } = spawnSync("go", ["env", "GOVERSION"], {
    env: { ...process.env, ...ENVIRONMENT },
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : null;
}
