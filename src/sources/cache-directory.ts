import { createHash } from "node:crypto";
import { mkdir, readdir, realpath, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { ToolchainError } from "../errors.js";
import { dropSlot, slotsOf } from "../git/commit-files.js";

/** Names another place for the cache; --cache-dir wins over it. */
const DIRECTORY_VARIABLE = "ESCAPE_REPORT_CACHE";
/** In megabytes. */
const LIMIT_VARIABLE = "ESCAPE_REPORT_CACHE_MB";
const LIMIT_MB = 2048;

/** Where what a later run can use again is kept: reports of commits, and directories with the files of one. */
export interface Cache {
  readonly directory: string;
  /** Reports, by what they were made from. */
  readonly reports: string;
}

/** Finds the cache and makes it. `given`: the directory the user names, relative to `directory`. */
export async function openCache(given: string | undefined, directory: string): Promise<Cache> {
  const path = given === undefined ? defaultDirectory(process.env) : resolve(directory, given);
  const reports = join(path, "reports");
  try {
    await mkdir(reports, { recursive: true });
    // In a checkout (as CI services need it) it is neither a change nor worth a backup (https://bford.info/cachedir).
    await writeOnce(join(path, ".gitignore"), "*\n");
    await writeOnce(join(path, "CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n");
  } catch (error) {
    throw new ToolchainError(
      `The cache directory cannot be used: ${(error as Error).message}. ` +
        `Choose another one with --cache-dir DIR or ${DIRECTORY_VARIABLE}=DIR`,
    );
  }
  return { directory: path, reports };
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
  return join(cache.directory, "checkouts", key.slice(0, 16));
}

/** Removes what was not used for longest until the rest is within the limit. What a run is using stays. */
export async function limitCache(cache: Cache, limit: number = limitFromEnvironment(process.env)): Promise<void> {
  const entries = [...(await reportEntries(cache)), ...(await checkoutEntries(cache))];
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

async function reportEntries({ reports }: Cache): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of await readdir(reports).catch(() => [])) {
    const path = join(reports, name);
    const facts = await stat(path).catch(() => null);
    if (facts === null) continue;
    const drop = async () => {
      await rm(path, { force: true });
      return true;
    };
    entries.push({ bytes: facts.size, used: facts.mtimeMs, drop });
  }
  return entries;
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
