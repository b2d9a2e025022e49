import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";

/** The project's root. */
export const ROOT = join(import.meta.dirname, "..", "..");

/** The executable. It runs what `npm run build` has made, so that tests see what users get. */
export const CLI = join(ROOT, "bin", "escape-report.js");

/** The environment of every run: neither the machine's go settings nor those of the terminal change anything. */
export const ENVIRONMENT = {
  GOENV: "off",
  GOFLAGS: "",
  GOWORK: "off",
  GOEXPERIMENT: "",
  COLUMNS: "80",
  NO_COLOR: undefined,
  FORCE_COLOR: undefined,
  TERM: "xterm",
} as const;

/** How to run the command. */
export interface RunOptions {
  /** Default: the project's root. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What it reads on standard input; nothing by default. */
  readonly input?: string | Uint8Array;
}

/** How a run ended. */
export interface RunResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `escape-report` with the arguments. */
export function startCli(args: readonly string[], { cwd = ROOT, env = {}, input = "" }: RunOptions = {}) {
  requireBuild();
  return execa(process.execPath, [CLI, ...args], {
    cwd,
    env: { ...ENVIRONMENT, ...env },
    input,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 1e9,
  });
}

/** Runs `escape-report` to its end. */
export async function runCli(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { exitCode, stdout, stderr } = await startCli(args, options);
  return { exitCode, stdout, stderr };
}

/** Throws unless the project has been built. */
export function requireBuild(): void {
  if (!existsSync(join(ROOT, "dist", "src", "cli", "main.js"))) {
    throw new Error("These tests run the compiled command, and there is no dist/. First: npm run build");
  }
}

/** A directory for one test, with files by their relative paths. It is removed when the test is over. */
export function makeDirectory(files: Readonly<Record<string, string>> = {}): string {
  const directory = mkdtempSync(join(tmpdir(), "escape-report-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  writeFiles(directory, files);
  return directory;
}

/** Writes files by their names in a directory. */
export function writeFiles(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(directory, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
