import { realpath } from "node:fs/promises";
import { basename, dirname, join, posix, resolve, sep } from "node:path";
import { UsageError } from "../errors.js";
import { filesOfCommit, textOfCommit } from "../git/committed-file.js";
import type { Repository } from "../git/repository.js";
import type { Revision } from "../git/revision.js";
import { CONFIG_NAMES, type LoadedConfig, readConfig } from "./config-file.js";
import { isBelow } from "./source-files.js";

/** A configuration as a commit has it. */
export interface CommittedConfig extends LoadedConfig {
  /** Whether the commit has a file of that name in the configuration's directory. */
  has(name: string): Promise<boolean>;
}

/**
 * Reads the configuration of a commit: the file given, else the first found from the module's root upward to that of the
 * repository, all as the commit has them. Its paths are those of the checkout. null: the file given lies elsewhere.
 *
 * `directory`: where the user is, below the checkout's top.
 */
export async function configAtRevision(
  repository: Repository,
  { commit, name }: Revision,
  given: string | undefined,
  directory: string,
): Promise<CommittedConfig | null> {
  const { top, prefix } = repository;
  if (top === null) return null;
  const wanted = given === undefined ? null : await pathBelow(top, resolve(directory, given));
  if (given !== undefined && wanted === null) return null;
  const folders = foldersFrom(wanted === null ? prefix : dirnameOf(wanted));
  const names = wanted === null ? [...CONFIG_NAMES, "go.mod"] : [posix.basename(wanted)];
  const paths = folders.flatMap((folder) => names.map((each) => posix.join(folder, each)));
  const files = await filesOfCommit(repository, commit, wanted === null ? paths : [wanted]);
  const path = wanted === null ? nearest(folders, files, name) : files.has(wanted) ? wanted : null;
  const folder =
    path === null ? (folders.find((each) => files.has(posix.join(each, "go.mod"))) ?? prefix) : dirnameOf(path);
  const place = {
    directory: join(top, folder),
    has: async (file: string) => {
      const beside = posix.join(folder, file);
      return (await filesOfCommit(repository, commit, [beside])).has(beside);
    },
  };
  if (path === null) return { config: {}, file: null, ...place };
  const config = await readConfig(await textOfCommit(repository, commit, path), `${path} at ${name}`);
  return { config, file: join(top, path), ...place };
}

/** The configuration nearest to the first folder, not further down than the module's root. */
function nearest(folders: readonly string[], files: ReadonlySet<string>, revision: string): string | null {
  const root = folders.findIndex((folder) => files.has(posix.join(folder, "go.mod")));
  for (const folder of folders.slice(Math.max(root, 0))) {
    const found = CONFIG_NAMES.map((name) => posix.join(folder, name)).filter((path) => files.has(path));
    if (found.length > 1) {
      throw new UsageError(`There are two configurations at ${revision}: ${found.join(" and ")}. Keep one`);
    }
    if (found[0] !== undefined) return found[0];
  }
  return null;
}

/** A folder and those above it, up to the repository's root. */
function foldersFrom(folder: string): string[] {
  const parts = folder.split("/").filter((part) => part !== "");
  return [...parts.map((_, i) => parts.slice(0, parts.length - i).join("/")), ""];
}

function dirnameOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === "." ? "" : folder;
}

/** A file's path from the top, with `/`; null when it lies elsewhere. */
async function pathBelow(top: string, file: string): Promise<string | null> {
  const folder = await realpath(dirname(file)).catch(() => dirname(file));
  const [root, full] = [await realpath(top), join(folder, basename(file))];
  return isBelow(root, full)
    ? full
        .slice(root.length + 1)
        .split(sep)
        .join("/")
    : null;
}
