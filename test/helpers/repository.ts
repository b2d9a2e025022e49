import { mkdtempSync } from "node:fs";
import { mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";

/** The machine's git settings change nothing, and every commit has the same author and time. */
export const GIT_ENVIRONMENT: Readonly<Record<string, string>> = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "An Author",
  GIT_AUTHOR_EMAIL: "author@example.com",
  GIT_AUTHOR_DATE: "2026-01-02T03:04:05Z",
  GIT_COMMITTER_NAME: "An Author",
  GIT_COMMITTER_EMAIL: "author@example.com",
  GIT_COMMITTER_DATE: "2026-01-02T03:04:05Z",
};

/** Contents by path; null removes the file. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** A git repository in a temporary directory. */
export class TestRepository {
  constructor(readonly directory: string) {}

  /** Runs git and returns what it prints. */
  async git(...args: readonly string[]): Promise<string> {
    const { stdout } = await execa("git", args, { cwd: this.directory, env: GIT_ENVIRONMENT });
    return stdout;
  }

  /** Changes files without a commit. */
  async write(files: Files): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.directory, path);
      if (content === null) await rm(file);
      else {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
      }
    }
  }

  /** Changes files, commits everything, and returns the commit's id. */
  async commit(files: Files, message = "a change"): Promise<string> {
    await this.write(files);
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--allow-empty", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  /** What a user sees of the repository: the changes, the index, the stash and the worktrees. */
  async state(): Promise<string> {
    const parts = await Promise.all([
      this.git("--no-optional-locks", "status", "--porcelain=v2", "--branch", "--show-stash"),
      this.git("worktree", "list", "--porcelain"),
      this.git("ls-files", "--stage"),
      this.git("for-each-ref"),
      this.git("config", "--local", "--list"),
    ]);
    return parts.join("\n--\n");
  }
}

/** A directory that is removed when the test is over. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await realpath(mkdtempSync(join(tmpdir(), "escape-report-test-")));
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}

/** A new repository on the branch, with the files as its first commit. */
export async function createRepository(files: Files, branch = "main"): Promise<TestRepository> {
  const repository = new TestRepository(join(await temporaryDirectory(), "repository"));
  await mkdir(repository.directory);
  await repository.git("init", "--quiet", `--initial-branch=${branch}`);
  await repository.commit(files, "the first commit");
  return repository;
}

/** A clone. `options` go to git clone. */
export async function cloneRepository(from: TestRepository, ...options: readonly string[]): Promise<TestRepository> {
  const directory = join(await temporaryDirectory(), "clone");
  // A path would be copied whole, whatever --depth says.
  await from.git("clone", "--quiet", ...options, `file://${from.directory}`, directory);
  return new TestRepository(directory);
}
