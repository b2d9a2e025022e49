import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { ToolchainError, UsageError } from "../errors.js";
import { type GitRunner, git, tryGit } from "./run-git.js";

/** A git repository, and the place in it where the user is. */
export interface Repository {
  /** Root of the checkout; null in a bare repository. */
  readonly top: string | null;
  /** Where the user is below {@link top}, with `/` between names and none at the end; "" at the top. */
  readonly prefix: string;
  /** What belongs to this checkout alone. */
  readonly gitDirectory: string;
  /** What all checkouts of the repository share. */
  readonly commonDirectory: string;
  /** Whether history was cut off when it was cloned. */
  readonly shallow: boolean;
  /** Runs git in this repository, whatever the environment says. */
  readonly runner: GitRunner;
}

/**
 * Finds the repository around a directory. Throws {@link ToolchainError} with git's own words when there is none, or
 * when git does not trust it.
 */
export async function findRepository(start: Omit<GitRunner, "prefix">): Promise<Repository> {
  await checkDirectory(start.directory);
  const questions = [
    "rev-parse",
    "--is-inside-work-tree",
    "--is-shallow-repository",
    "--absolute-git-dir",
    "--git-common-dir",
  ];
  let { exitCode, stdout, stderr } = await tryGit(start, questions);
  const { GIT_DIR, GIT_WORK_TREE } = process.env;
  if (exitCode !== 0 && GIT_DIR !== undefined) {
    // Not found from the directory, but named by the user, as for dot files in a home directory.
    start = { ...start, env: { ...start.env, GIT_DIR: resolve(GIT_DIR), GIT_WORK_TREE } };
    ({ exitCode, stdout, stderr } = await tryGit(start, questions));
  }
  if (exitCode !== 0) {
    throw new ToolchainError(
      `${start.directory} is not in a git repository that can be used. git says:\n${stderr.trim()}\n` +
        "Start in a checkout or name one with -C DIR. Without git, compare two saved reports: " +
        "escape-report diff before.json after.json",
    );
  }
  const [inside, shallow, gitDirectory = "", common = ""] = stdout.split("\n");
  const [top = null, prefix = ""] =
    inside === "true" ? (await git(start, ["rev-parse", "--show-toplevel", "--show-prefix"])).split("\n") : [];
  return {
    top: top === null ? null : resolve(top),
    prefix: prefix.replace(/\/$/, ""),
    gitDirectory: resolve(gitDirectory),
    commonDirectory: resolve(start.directory, common),
    shallow: shallow === "true",
    runner: {
      ...start,
      directory: top ?? start.directory,
      prefix: [`--git-dir=${resolve(gitDirectory)}`, ...(top === null ? [] : [`--work-tree=${top}`])],
    },
  };
}

async function checkDirectory(directory: string): Promise<void> {
  const facts = await stat(directory).catch(() => null);
  if (facts?.isDirectory() !== true) throw new UsageError(`-C ${directory}: there is no such directory`);
}

/** Whether the checkout differs from its commit, be it by files that git does not know yet. */
export async function hasChanges({ runner }: Repository): Promise<boolean> {
  return (await git(runner, ["status", "--porcelain", "--untracked-files=normal"])) !== "";
}

/** Whether git keeps the file, whose path is written with `/` and relative to the top. */
export async function isTracked({ runner }: Repository, path: string): Promise<boolean> {
  return (await git(runner, ["ls-files", "-z", "--", `:(literal,top)${path}`])) !== "";
}
