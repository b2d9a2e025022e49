import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/**
 * The path from the root of the git repository to a directory in it, with `/`; "" where that is the root, or where there
 * is no repository. Services that annotate files name them from the repository's root; records, from the module's.
 */
export function repositoryPrefix(directory: string | undefined): string {
  if (directory === undefined) return "";
  // A link into a repository has none of the repository's directories above it.
  const real = existsSync(directory) ? realpathSync(directory) : directory;
  for (let at = real; ; at = dirname(at)) {
    // In a worktree and in a submodule it is a file.
    if (existsSync(join(at, ".git"))) return relative(at, real).split(sep).join("/");
    if (dirname(at) === at) return "";
  }
}
