import { createHash } from "node:crypto";
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Repository } from "./repository.js";
import { type GitRunner, git, tryGit } from "./run-git.js";

/** A place outside the user's checkout that files of a commit are written to. */
export interface TreePlace {
  /** The directory of the files. */
  readonly tree: string;
  /** A directory for git's indexes of it. */
  readonly indexes: string;
}

/** What was written. */
export interface WrittenTree {
  /** Size of all files in the repository's own form. */
  readonly bytes: number;
  /** Submodules whose commit is not on this machine; paths with `/`, relative to the top. */
  readonly missingSubmodules: readonly string[];
}

/**
 * Settings of the user's repository that would make git write into it, run the user's hooks, or leave files out. All
 * others hold: line endings, filters such as LFS, attributes.
 */
const SETTINGS = [
  "core.bare=false",
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.sparseCheckout=false",
  "core.splitIndex=false",
  "submodule.recurse=false",
].flatMap((setting) => ["-c", setting]);

/**
 * Makes the directory hold exactly the files of the commit. What it already holds is kept, so going from one commit to
 * another costs what differs.
 *
 * git reads the user's repository and is given another work tree and another index: `read-tree` moves no branch, runs
 * no hook and registers nothing, so there is nothing to undo after an interruption. `git worktree add` would leave an
 * entry in the repository; `git archive` leaves out what is marked `export-ignore` and always writes every file.
 */
export async function writeTree(
  { runner, gitDirectory, commonDirectory, top }: Repository,
  commit: string,
  place: TreePlace,
): Promise<WrittenTree> {
  await mkdir(place.indexes, { recursive: true });
  return writeAt({ runner, gitDirectory, modules: join(commonDirectory, "modules"), top }, commit, place, "");
}

/** A repository to read: the user's own, or that of a submodule. */
interface TreeSource {
  readonly runner: GitRunner;
  readonly gitDirectory: string;
  /** Where git keeps the repositories of its submodules. */
  readonly modules: string;
  /** The user's checkout of it, where there is one. */
  readonly top: string | null;
}

async function writeAt(source: TreeSource, commit: string, place: TreePlace, path: string): Promise<WrittenTree> {
  const tree = join(place.tree, path);
  const index = join(place.indexes, path === "" ? "index" : createHash("sha256").update(path).digest("hex"));
  if ((await stat(index).catch(() => null)) === null) await rm(tree, { recursive: true, force: true });
  await mkdir(tree, { recursive: true });
  // An interrupted git leaves this behind; the place is ours alone.
  await rm(`${index}.lock`, { force: true });
  const runner: GitRunner = {
    ...source.runner,
    directory: tree,
    prefix: [`--git-dir=${source.gitDirectory}`, `--work-tree=${tree}`, ...SETTINGS],
    env: { ...source.runner.env, GIT_INDEX_FILE: index },
  };
  await git(runner, ["read-tree", "--reset", "-u", commit]);
  await removeStrangers(runner, tree);
  const entries = await treeEntries(runner, commit);
  const missing: string[] = [];
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const submodules = entries.filter(({ mode }) => mode === "160000");
  const names = submodules.length === 0 ? new Map<string, string>() : await submoduleNames(runner, commit);
  for (const { path: below, id } of submodules) {
    const full = path === "" ? below : `${path}/${below}`;
    const submodule = await submoduleSource(source, below, names.get(below), id);
    if (submodule === null) {
      // What another commit had there is not what this one means.
      await rm(join(tree, below), { recursive: true, force: true });
      missing.push(full);
      continue;
    }
    const written = await writeAt(submodule, id, place, full);
    bytes += written.bytes;
    missing.push(...written.missingSubmodules);
  }
  return { bytes, missingSubmodules: missing };
}

/** Removes files that are not the commit's: what go wrote there, or what was a submodule before. */
async function removeStrangers(runner: GitRunner, tree: string): Promise<void> {
  const others = await git(runner, ["ls-files", "--others", "-z"]);
  for (const path of others.split("\0")) {
    if (path !== "") await rm(join(tree, path), { recursive: true, force: true });
  }
}

interface TreeEntry {
  readonly mode: string;
  readonly id: string;
  readonly bytes: number;
  readonly path: string;
}

/** `100644 blob 1234… 567\tpath`, each ended by a NUL; a submodule's size is `-`. */
async function treeEntries(runner: GitRunner, commit: string): Promise<TreeEntry[]> {
  const text = await git(runner, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit]);
  return text.split("\0").flatMap((line) => {
    const [, mode, id, size, path] = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t(.+)$/s.exec(line) ?? [];
    if (mode === undefined || id === undefined || path === undefined) return [];
    return [{ mode, id, bytes: size === "-" ? 0 : Number(size), path }];
  });
}

/** The names that .gitmodules gives to submodules, by path: their repositories are kept by name. */
async function submoduleNames(runner: GitRunner, commit: string): Promise<Map<string, string>> {
  const { stdout } = await tryGit(runner, [
    "config",
    `--blob=${commit}:.gitmodules`,
    "-z",
    "--get-regexp",
    "^submodule\\..*\\.path$",
  ]);
  return new Map(
    stdout.split("\0").flatMap((entry) => {
      const [, name, path] = /^submodule\.(.*)\.path\n(.*)$/s.exec(entry) ?? [];
      return name === undefined || path === undefined ? [] : [[path, name] as const];
    }),
  );
}

/** The submodule's repository on this machine, if it has the commit. */
async function submoduleSource(
  { runner, modules, top }: TreeSource,
  path: string,
  name: string | undefined,
  commit: string,
): Promise<TreeSource | null> {
  const checkout = top === null ? null : join(top, path);
  const plain: GitRunner = { ...runner, prefix: [] };
  const candidates: string[] = [];
  if (checkout !== null && (await stat(join(checkout, ".git")).catch(() => null)) !== null) {
    const found = await tryGit({ ...plain, directory: checkout }, ["rev-parse", "--absolute-git-dir"]);
    if (found.exitCode === 0) candidates.push(found.stdout.trim());
  }
  // A name is written by whoever wrote the commit: it may not lead out of the repository.
  if (name !== undefined && !name.split(/[\\/]/).includes("..")) candidates.push(join(modules, name));
  for (const gitDirectory of candidates) {
    if ((await stat(gitDirectory).catch(() => null)) === null) continue;
    const source: TreeSource = {
      // Its own setting can name a work tree that is no longer there.
      runner: { ...plain, prefix: [`--git-dir=${gitDirectory}`, `--work-tree=${plain.directory}`] },
      gitDirectory,
      modules: join(gitDirectory, "modules"),
      top: checkout,
    };
    const has = await tryGit(source.runner, ["cat-file", "-e", `${commit}^{commit}`]);
    if (has.exitCode === 0) return source;
  }
  return null;
}
