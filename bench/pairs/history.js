// Repositories on this machine, each with the pairs of commits that are compared.
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../truth/modules.js";

/**
 * @typedef {{ before: string, after: string, label: string }} Pair
 * @typedef {{ name: string, path: string, pairs: readonly Pair[] }} History
 */

const COMMITTER = ["-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "commit.gpgsign=false"];

/**
 * A module's releases as commits of a repository, one after the other as go orders them. What an earlier run has fetched
 * is taken again.
 * @param {import("./repositories.js").Releases} releases
 * @param {string} directory
 * @returns {History}
 */
export function releasesOf({ module, last }, directory) {
  const path = join(directory, `${module}@${last}`.replace(/[^\w.-]+/g, "_"));
  if (!existsSync(path)) {
    const part = `${path}.part`;
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { recursive: true });
    run("git", ["init", "--quiet", "--initial-branch=releases"], part);
    const [, ...all] = run("go", ["list", "-m", "-versions", module], part).trim().split(" ");
    const end = all.indexOf(last);
    if (end < 0) throw new Error(`${module} has no release ${last}`);
    for (const version of all.slice(0, end + 1)) commitRelease(module, version, part);
    renameSync(part, path);
  }
  const tags = run("git", ["log", "--reverse", "--format=%s"], path).trim().split("\n");
  return { name: module, path, pairs: tags.slice(1).map((after, i) => pairOf(tags[i] ?? "", after, after)) };
}

/** @param {string} module @param {string} version @param {string} path of the repository */
function commitRelease(module, version, path) {
  const { Dir, GoMod } = JSON.parse(run("go", ["mod", "download", "-json", `${module}@${version}`], path));
  for (const name of readdirSync(path)) if (name !== ".git") rmSync(join(path, name), { recursive: true });
  cpSync(Dir, path, { recursive: true });
  run("chmod", ["-R", "u+w", path], path);
  // Releases from before modules have one that the proxy made.
  if (!existsSync(join(path, "go.mod"))) cpSync(GoMod, join(path, "go.mod"));
  writeFileSync(join(path, ".git", "info", "exclude"), "");
  run("git", ["add", "--all", "--force"], path);
  run("git", [...COMMITTER, "commit", "--quiet", "--allow-empty", "--message", version], path);
  run("git", ["tag", version], path);
}

/**
 * A repository and the last commits before one.
 * @param {import("./repositories.js").Repository} repository
 * @param {number} count of pairs
 * @param {string} directory
 * @returns {History}
 */
export function commitsOf({ url, commit }, count, directory) {
  const path = join(directory, url.replace(/^\w+:\/\//, "").replace(/[^\w.-]+/g, "_"));
  if (!existsSync(path)) {
    mkdirSync(directory, { recursive: true });
    run("git", ["clone", "--quiet", url, `${path}.part`], directory);
    renameSync(`${path}.part`, path);
  }
  const range = ["log", "--first-parent", `--max-count=${count + 1}`, "--reverse", "--format=%H", commit];
  const commits = run("git", range, path).trim().split("\n");
  const pairs = commits.slice(1).map((after, i) => pairOf(commits[i] ?? "", after, after.slice(0, 10)));
  return { name: url, path, pairs };
}

/** @param {string} before @param {string} after @param {string} label */
function pairOf(before, after, label) {
  return { before, after, label };
}
