import { execa } from "execa";
import { Interrupted, ToolchainError } from "../errors.js";
import { findProgram, searchPathVariable } from "../search-path.js";

/** How to run git: where, and what can end it. */
export interface GitRunner {
  /** Working directory. */
  readonly directory: string;
  /** Put before every command: which repository, and settings. */
  readonly prefix?: readonly string[];
  /** Variables beside those of this process; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the process, and what it started. */
  readonly signal?: AbortSignal | undefined;
  /** Told each command before it runs. */
  readonly onCommand?: ((words: readonly string[]) => void) | undefined;
}

/** How a git command ended. */
export interface GitResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * What git sets for hooks and aliases: the repository is found from the directory, not from these (git rev-parse
 * --local-env-vars). Optional locks are not taken: `git status` would otherwise rewrite the user's index.
 */
const PLAIN_ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_PREFIX: undefined,
  GIT_COMMON_DIR: undefined,
  GIT_INTERNAL_SUPER_PREFIX: undefined,
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
};

let program: Promise<string | null> | undefined;

/** Runs a git command to its end and keeps what it prints. Never throws for its exit code. */
export async function tryGit(runner: GitRunner, args: readonly string[]): Promise<GitResult> {
  const words = [...(runner.prefix ?? []), ...args];
  runner.onCommand?.(["git", ...words]);
  program ??= findProgram(process.platform === "win32" ? "git.exe" : "git");
  const path = await program;
  if (path === null) {
    throw new ToolchainError(
      "The git command was not found on PATH. Install it from https://git-scm.com, or compare two saved reports: " +
        "escape-report diff before.json after.json",
    );
  }
  const result = await execa(path, words, {
    cwd: runner.directory,
    env: { ...PLAIN_ENVIRONMENT, ...searchPathVariable(), ...runner.env },
    reject: false,
    cleanup: true,
    forceKillAfterDelay: 3000,
    stdin: "ignore",
    stripFinalNewline: true,
    maxBuffer: 1 << 30,
    ...(runner.signal === undefined ? {} : { cancelSignal: runner.signal }),
  });
  if (result.isCanceled || runner.signal?.aborted === true) throw new Interrupted();
  if (result.signal === "SIGINT" || result.signal === "SIGTERM") throw new Interrupted();
  if (result.exitCode === undefined) {
    throw new ToolchainError(`git could not be run: ${result.shortMessage}`);
  }
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}

/** Runs a git command and returns what it prints. Throws {@link ToolchainError} with git's own words when it fails. */
export async function git(runner: GitRunner, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await tryGit(runner, args);
  if (exitCode === 0) return stdout;
  throw new ToolchainError(
    `git ${args[0]} failed:\n${stderr.trim() || `it ended with exit status ${exitCode} and said nothing`}`,
  );
}
