import { ToolchainError } from "../errors.js";
import type { Repository } from "../git/repository.js";
import { mergeBase } from "../git/revision.js";
import { git, tryGit } from "../git/run-git.js";
import type { ActionEvent } from "./event.js";

/**
 * Finds the commit to compare with, and fetches it where the checkout does not hold it; undefined where the event does
 * not say.
 *
 * For a pull request GitHub checks out a merge of it into its base. Then the base is that commit's first parent: the
 * event's own `base.sha` can be older, and what others have merged since would look like part of the pull request.
 */
export async function baseOf(repository: Repository, event: ActionEvent): Promise<string | undefined> {
  if (event.base === null) return undefined;
  const [first, second] = await parentsOfHead(repository);
  if (event.kind === "pull-request" && first !== undefined && second === event.head) {
    await ensureCommit(repository, first);
    return first;
  }
  await ensureCommit(repository, event.base);
  if (event.kind === "other") return event.base;
  const head = await git(repository.runner, ["rev-parse", "--verify", "HEAD"]);
  const found = await mergeBase(
    repository,
    { commit: event.base, name: "the base branch" },
    { commit: head.trim(), name: "the pull request" },
  );
  return found.commit;
}

/** The parents that the commit itself names: a shallow clone holds it without them. */
async function parentsOfHead({ runner }: Repository): Promise<string[]> {
  const text = await git(runner, ["cat-file", "commit", "HEAD"]);
  const [head = ""] = text.split("\n\n");
  return [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].flatMap((match) => match[1] ?? []);
}

async function ensureCommit(repository: Repository, commit: string): Promise<void> {
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new ToolchainError(`The event names no commit: ${commit}`);
  if (await holds(repository, commit)) return;
  // Of a whole clone, --depth would make a shallow one.
  const depth = repository.shallow ? ["--depth=1"] : [];
  const words = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", ...depth, "origin", commit];
  const { stderr } = await tryGit(repository.runner, words);
  if (await holds(repository, commit)) return;
  throw new ToolchainError(
    `The base of the comparison, ${commit.slice(0, 12)}, is not in this checkout, and fetching it failed:\n` +
      `${stderr.trim()}\nLet actions/checkout fetch more, in the workflow:\n` +
      "  with:\n    fetch-depth: 2   # 0 where ref is the pull request's own branch",
  );
}

async function holds({ runner }: Repository, commit: string): Promise<boolean> {
  return (await tryGit(runner, ["cat-file", "-e", `${commit}^{commit}`])).exitCode === 0;
}
