import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import type { Repository } from "../git/repository.js";
import { isTracked } from "../git/repository.js";
import { realPath } from "../go/working-directory.js";
import { isContained } from "./contained-path.js";

/**
 * The go.work file in force in the user's checkout. `inside`: it lies in the repository, at a path with `/`. `outside`:
 * it belongs to no commit, so no commit can be built with it.
 */
export type Workspace =
  | { readonly kind: "none" }
  | { readonly kind: "outside"; readonly file: string }
  | {
      readonly kind: "inside";
      readonly path: string;
      /** What git does not have: the texts of go.work and go.work.sum. */
      readonly untracked: readonly string[] | null;
    };

/** Places the go.work file that `go env GOWORK` names; "" for none. */
export async function workspaceOf(repository: Repository, gowork: string): Promise<Workspace> {
  if (gowork === "" || repository.top === null) return { kind: "none" };
  const path = relative(repository.top, join(realPath(dirname(gowork)), basename(gowork)))
    .split(sep)
    .join("/");
  if (path.startsWith("../") || isAbsolute(path)) return { kind: "outside", file: gowork };
  if (await isTracked(repository, path)) return { kind: "inside", path, untracked: null };
  const texts = [gowork, sumOf(gowork)].map((file) => readFile(file, "utf8").catch(() => ""));
  return { kind: "inside", path, untracked: await Promise.all(texts) };
}

/**
 * Chooses GOWORK for the files of a commit: its own go.work, else a copy of the one that the user keeps out of git,
 * else none. Without being told, go would look for one above the cache directory.
 */
export async function workspaceIn(
  tree: string,
  prefix: string,
  workspace: Workspace,
  top: string | null,
): Promise<string> {
  if (workspace.kind === "outside") return "off";
  if (workspace.kind === "inside" && existsSync(join(tree, workspace.path))) return join(tree, workspace.path);
  for (let directory = prefix; ; directory = directory.includes("/") ? dirname(directory) : "") {
    const file = join(tree, directory, "go.work");
    if (existsSync(file)) return file;
    if (directory === "") break;
  }
  if (workspace.kind === "none" || workspace.untracked === null || top === null) return "off";
  const target = join(tree, workspace.path);
  // The commit can have a link where the checkout has a directory.
  if (!(await isContained(tree, target)) || !(await isContained(tree, sumOf(target)))) return "off";
  await mkdir(dirname(target), { recursive: true });
  await copyFile(join(top, workspace.path), target);
  await copyFile(sumOf(join(top, workspace.path)), sumOf(target)).catch(() => {});
  return target;
}

function sumOf(gowork: string): string {
  return `${gowork}.sum`;
}
