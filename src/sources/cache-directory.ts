import { createHash } from "node:crypto";
import { rmSync, type Stats, statSync } from "node:fs";
import { mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { ToolchainError, UsageError } from "../errors.js";
import { dropSlot, slotsOf } from "../git/commit-files.js";
import { privateDirectory, privateFolder } from "./private-directory.js";
import { isBelow } from "./source-files.js";

/** Names another place for the cache; --cache-dir wins over it. */
const DIRECTORY_VARIABLE = "ESCAPE_REPORT_CACHE";
/** In megabytes. */
const LIMIT_VARIABLE = "ESCAPE_REPORT_CACHE_MB";
const LIMIT_MB = 2048;

/** Where what a later run can use again is kept: reports of commits, and directories with the files of one. */
export interface Cache {
  /** All links followed. */
  readonly directory: string;
  /** Reports, by what they were made from. */
  readonly reports: string;
  /** What compiled packages show, by what they were compiled from. */
  readonly code: string;
  /** Whether it is for this run alone, since there is no place for another. */
  readonly isTemporary: boolean;
}

const WAY_OUT = `Choose another one with --cache-dir DIR or ${DIRECTORY_VARIABLE}=DIR`;
/** Nobody may write to the home directory, or it has no room, or a file stands in the way. */
const NO_PLACE: ReadonlySet<string | undefined> = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "ENOTDIR"]);

/**
 * Finds the cache and makes it. `given`: the directory the user names, relative to `directory`. What is found in it later
 * is believed, so it lies where only this user can write, and not below `top`, the work tree that is compared. Where the
 * user names none and the usual one cannot be made, one is made for this run.
 */
export async function openCache(given: string | undefined, directory: string, top: string | null): Promise<Cache> {
  const named = given ?? (process.env[DIRECTORY_VARIABLE] || undefined);
  const path = given === undefined ? defaultDirectory(process.env) : resolve(directory, given);
  try {
    return await cacheIn(path, top, false);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (named === undefined && NO_PLACE.has(code)) return temporaryCache(top);
    throw new ToolchainError(`The cache directory cannot be used: ${(error as Error).message}. ${WAY_OUT}`);
  }
}

/**
 * The user's cache for a build, which needs none: null where there is no place for one, where others could have put
 * something into it, and where it lies below `top`.
 */
export async function cacheOfUser(top: string): Promise<Cache | null> {
  if (limitFromEnvironment(process.env) === 0) return null;
  const path = defaultDirectory(process.env);
  try {
    // Nothing is made where it is not used.
    if (isBelow(await realpath(top), await realPlace(path))) return null;
    return await cacheIn(path, top, false);
  } catch {
    return null;
  }
}

/** Where a path leads, all links followed, though nothing need be there. */
async function realPlace(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    const real = await realpath(at).catch(() => null);
    if (real !== null) return join(real, relative(at, path));
    if (dirname(at) === at) return path;
  }
}

async function temporaryCache(top: string | null): Promise<Cache> {
  const directory = await mkdtemp(join(tmpdir(), "escape-report-"));
  // Whichever way the run ends.
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  return cacheIn(directory, top, true);
}

async function cacheIn(path: string, top: string | null, isTemporary: boolean): Promise<Cache> {
  const directory = await privateDirectory(path, WAY_OUT);
  if (top !== null) {
    const root = await realpath(top);
    if (directory === root || isBelow(root, directory)) {
      throw new UsageError(
        `The cache directory ${path} lies in the work tree that is compared, so a change could put false reports into it. ` +
          WAY_OUT,
      );
    }
  }
  const reports = join(directory, "reports");
  const code = join(directory, "code");
  for (const folder of [reports, code, join(directory, "checkouts")]) await privateFolder(folder, WAY_OUT);
  // It is not worth a backup (https://bford.info/cachedir).
  await writeOnce(join(directory, "CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n");
  return { directory, reports, code, isTemporary };
}

/** The user's cache directory, as the platform has it. */
function defaultDirectory(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const { [DIRECTORY_VARIABLE]: own, XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env;
  if (own !== undefined && own !== "") return resolve(own);
  // The specification says to ignore what is not absolute.
  if (xdg?.startsWith("/") === true) return join(xdg, "escape-report");
  if (platform === "win32") return join(local || join(homedir(), "AppData", "Local"), "escape-report", "cache");
  if (platform === "darwin") return join(homedir(), "Library", "Caches", "escape-report");
  return join(homedir(), ".cache", "escape-report");
}

/** Where files of commits of a repository are written to. Checkouts of one repository share it. */
export async function checkoutsOf(cache: Cache, commonDirectory: string): Promise<string> {
  const key = createHash("sha256")
    .update(await realpath(commonDirectory))
    .digest("hex");
  const folder = join(cache.directory, "checkouts", key.slice(0, 16));
  await privateFolder(folder, WAY_OUT);
  return folder;
}

/** Removes what was not used for longest until the rest is within the limit. What a run is using stays. */
export async function limitCache(cache: Cache, limit: number = limitFromEnvironment(process.env)): Promise<void> {
  const files = await Promise.all([cache.reports, cache.code].map(fileEntries));
  const entries = [...files.flat(), ...(await checkoutEntries(cache))];
  entries.sort((a, b) => a.used - b.used);
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  for (const entry of entries) {
    if (bytes <= limit) return;
    if (await entry.drop()) bytes -= entry.bytes;
  }
}

interface Entry {
  readonly bytes: number;
  readonly used: number;
  drop(): Promise<boolean>;
}

/** Here and now: there can be thousands, and handing each to a thread takes most of the time. */
async function fileEntries(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const facts = factsOf(path);
    if (facts === null) continue;
    const drop = async () => {
      await rm(path, { force: true });
      return true;
    };
    entries.push({ bytes: facts.size, used: facts.mtimeMs, drop });
  }
  return entries;
}

function factsOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

async function checkoutEntries({ directory }: Cache): Promise<Entry[]> {
  const root = join(directory, "checkouts");
  const entries: Entry[] = [];
  for (const name of await readdir(root).catch(() => [])) {
    for (const { path, bytes, used } of await slotsOf(join(root, name))) {
      entries.push({ bytes, used, drop: () => dropSlot(path) });
    }
  }
  return entries;
}

function limitFromEnvironment(env: NodeJS.ProcessEnv): number {
  const megabytes = Number(env[LIMIT_VARIABLE] || LIMIT_MB);
  return (Number.isFinite(megabytes) && megabytes >= 0 ? megabytes : LIMIT_MB) * 1024 * 1024;
}

async function writeOnce(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}
