import { closest, distance } from "fastest-levenshtein";
import { ToolchainError, UsageError } from "../errors.js";
import type { Repository } from "./repository.js";
import { git, tryGit } from "./run-git.js";

/** A commit, and what the user called it. */
export interface Revision {
  /** The commit's whole id. */
  readonly commit: string;
  /** As the user wrote it, or how it was found: `main`, `merge base with origin/main`. */
  readonly name: string;
}

/** Finds the commit that the user means. Throws when there is none, and says how to get it. */
export async function resolveRevision(repository: Repository, name: string): Promise<Revision> {
  checkSyntax(name);
  const commit = await commitOf(repository, name);
  if (commit === null) throw await unknownRevision(repository, name);
  return { commit, name };
}

/** No name of git's own starts with a dash, so what does is never handed to git: it would be taken for a flag. */
function checkSyntax(name: string): void {
  if (name === "") throw new UsageError("A revision is empty");
  if (name.startsWith("-")) {
    throw new UsageError(
      `"${name}" is no revision: none starts with a dash. For a branch of that name write refs/heads/${name}`,
    );
  }
  const range = /^(.*?)(\.\.\.?)(.*)$/s.exec(name);
  if (range !== null) {
    const [, before = "", , after = ""] = range;
    throw new UsageError(
      `"${name}" is a range. Name its ends: escape-report compare ${before || "HEAD"} ${after || "HEAD"}`,
    );
  }
}

/**
 * The commit that a base stands for: of a branch, here or on a remote, the one where HEAD left it, since what the branch
 * has got since is no part of the change. Any other name is that commit itself.
 */
export async function baseRevision(repository: Repository, name: string): Promise<Revision> {
  const revision = await resolveRevision(repository, name);
  if (!(await isBranch(repository, name))) return revision;
  const head = await resolveRevision(repository, "HEAD");
  return mergeBase(repository, revision, head, `escape-report gate --base ${name} --base-exact`);
}

async function isBranch({ runner }: Repository, name: string): Promise<boolean> {
  if (/^(?:HEAD|@)$/.test(name)) return false;
  const { exitCode, stdout } = await tryGit(runner, ["rev-parse", "--symbolic-full-name", name]);
  return exitCode === 0 && /^refs\/(?:heads|remotes)\//.test(stdout.trim());
}

async function commitOf({ runner }: Repository, name: string): Promise<string | null> {
  // In two steps: behind `:/text`, `^{commit}` would be part of the text.
  const named = await tryGit(runner, ["rev-parse", "--verify", "--quiet", name]);
  if (named.exitCode !== 0) return null;
  const peeled = await tryGit(runner, ["rev-parse", "--verify", "--quiet", `${named.stdout.trim()}^{commit}`]);
  return peeled.exitCode === 0 ? peeled.stdout.trim() : null;
}

async function unknownRevision(repository: Repository, name: string): Promise<ToolchainError> {
  if (/^(?:HEAD|@)$/.test(name)) return new ToolchainError("The repository has no commit yet: make one first");
  const lines = [`git knows no commit "${name}" in this repository.`];
  const refs = await refNames(repository);
  const [remote] = await remotes(repository);
  const remoteName = remote ?? "origin";
  const bare = name.startsWith(`${remoteName}/`) ? name.slice(remoteName.length + 1) : name;
  const nearest = refs.length === 0 ? "" : closest(name, refs);
  if (refs.includes(`${remoteName}/${name}`)) lines.push(`There is a "${remoteName}/${name}": did you mean that?`);
  else if (nearest !== "" && distance(name, nearest) <= 2) lines.push(`Did you mean "${nearest}"?`);
  if (repository.shallow) {
    // What is counted from another commit has no name on the server.
    const words = /[~^:@]/.test(name)
      ? `--deepen=50 ${remoteName}`
      : `--depth=1 ${remoteName} ${remoteRef(remoteName, bare)}`;
    lines.push(
      `This clone is shallow: it holds only the last commits. Get the one that is missing with: git fetch ${words}`,
      `or everything with: git fetch --unshallow ${remoteName}`,
      "(in a GitHub workflow: actions/checkout with fetch-depth: 0)",
    );
  } else if (remote !== undefined) {
    lines.push(`If it is new on the server, get it with: git fetch ${remote}`);
  }
  return new ToolchainError(lines.join("\n"));
}

/** What to fetch so that the name is known afterwards. */
function remoteRef(remote: string, name: string): string {
  return /^[0-9a-f]{7,64}$/.test(name) ? name : `${name}:refs/remotes/${remote}/${name}`;
}

async function refNames({ runner }: Repository): Promise<string[]> {
  const text = await git(runner, ["for-each-ref", "--count=5000", "--format=%(refname:short)"]);
  return text.split("\n").filter((name) => name !== "");
}

/** Remotes, the one that counts first: origin. */
async function remotes({ runner }: Repository): Promise<string[]> {
  const names = (await git(runner, ["remote"])).split("\n").filter((name) => name !== "");
  return names.sort((a, b) => Number(b === "origin") - Number(a === "origin"));
}

/**
 * The default branch: what the remote's HEAD pointed at when it was last asked, else main or master, there or here.
 * Throws {@link ToolchainError} when there is none of them.
 */
export async function defaultBranch(repository: Repository): Promise<Revision> {
  const [remote] = await remotes(repository);
  const names = ["main", "master"].flatMap((name) => [
    ...(remote === undefined ? [] : [`refs/remotes/${remote}/${name}`]),
    `refs/heads/${name}`,
  ]);
  if (remote !== undefined) {
    const head = await tryGit(repository.runner, ["symbolic-ref", "--quiet", `refs/remotes/${remote}/HEAD`]);
    if (head.exitCode === 0) names.unshift(head.stdout.trim());
  }
  for (const name of names) {
    // A branch that was renamed on the server leaves a HEAD that points nowhere.
    const commit = await commitOf(repository, name);
    if (commit !== null) return { commit, name: name.replace(/^refs\/(?:remotes|heads)\//, "") };
  }
  throw new ToolchainError(
    "There is nothing to compare with: the default branch is not known, and there is neither main nor master. " +
      "Name the base: escape-report compare BRANCH" +
      (remote === undefined
        ? ""
        : `\nor ask the server once which branch is the default: git remote set-head ${remote} --auto` +
          (repository.shallow ? `\nThis clone is shallow; get more of it with: git fetch --unshallow ${remote}` : "")),
  );
}

/**
 * The commit at which two lines of history part. Throws {@link ToolchainError} when this clone does not hold one; `tip`: the
 * command that compares with the branch's tip instead.
 */
export async function mergeBase(
  repository: Repository,
  branch: Revision,
  head: Revision,
  tip: string = `escape-report compare ${branch.name}`,
): Promise<Revision> {
  const { exitCode, stdout } = await tryGit(repository.runner, ["merge-base", branch.commit, head.commit]);
  const [commit = ""] = stdout.split("\n");
  if (exitCode === 0 && commit !== "") return { commit, name: `merge base with ${branch.name}` };
  const [remote = "origin"] = await remotes(repository);
  throw new ToolchainError(
    repository.shallow
      ? `This clone is shallow and does not reach back to where ${head.name} left ${branch.name}. Deepen it with:\n` +
          `  git fetch --deepen=200 ${remote}\nor, for all of its history:\n  git fetch --unshallow ${remote}\n` +
          "(in a GitHub workflow: actions/checkout with fetch-depth: 0). To compare with the tip of " +
          `${branch.name} instead: ${tip}`
      : `${head.name} and ${branch.name} have no commit in common. Name the base: escape-report compare REVISION`,
  );
}
