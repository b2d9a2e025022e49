import { ToolchainError } from "../errors.js";
import type { Repository } from "./repository.js";
import { git } from "./run-git.js";

/** What is longer is no file that somebody has written. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Which of the paths, written with `/` and relative to the top, are files of the commit. Links are none. */
export async function filesOfCommit(
  { runner }: Repository,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  // ls-tree takes paths as they are: no character of them makes a pattern.
  const text = await git(runner, ["ls-tree", "-z", "--full-tree", commit, "--", ...paths]);
  return new Set(
    text.split("\0").flatMap((line) => {
      const [, mode, path] = /^(\d+) \w+ [0-9a-f]+\t(.+)$/s.exec(line) ?? [];
      return path !== undefined && (mode === "100644" || mode === "100755") ? [path] : [];
    }),
  );
}

/** The text of a file of a commit, which has it. Throws {@link ToolchainError} where it is too long to be one. */
export async function textOfCommit({ runner }: Repository, commit: string, path: string): Promise<string> {
  const size = Number(await git(runner, ["cat-file", "-s", `${commit}:${path}`]));
  if (size > MAX_BYTES) throw new ToolchainError(`${path} at ${commit.slice(0, 12)} is too long: ${size} bytes`);
  return git(runner, ["cat-file", "blob", `${commit}:${path}`]);
}
