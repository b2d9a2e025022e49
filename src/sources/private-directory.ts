import type { Stats } from "node:fs";
import { chmod, lstat, mkdir, realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { UsageError } from "../errors.js";

const WRITABLE_BY_ALL = 0o002;
const WRITABLE_BY_OTHERS = 0o022;
const STICKY = 0o1000;

/**
 * Makes a directory that is this user's alone, or checks that the one that is there is: what lies in it is believed later.
 * Throws {@link UsageError} where somebody else could have put it there, and the errors of node:fs. Returns its real path.
 */
export async function privateDirectory(path: string, wayOut: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const real = await realpath(path);
  if (process.platform === "win32") return real; // modes say nothing there
  const refuse = (why: string) => new UsageError(`The cache directory ${path} ${why}. ${wayOut}`);
  const facts = await stat(real);
  if (!isOwn(facts)) throw refuse("belongs to another user, who could put false reports into it");
  if ((facts.mode & WRITABLE_BY_OTHERS) !== 0) {
    throw refuse(
      `can be written by others, who could put false reports into it. Empty it and make it yours: chmod go-w`,
    );
  }
  for (let at = dirname(real); ; at = dirname(at)) {
    const { mode } = await stat(at);
    if ((mode & WRITABLE_BY_ALL) !== 0 && (mode & STICKY) === 0) {
      throw refuse(`lies in ${at}, where everybody can put another in its place`);
    }
    if (dirname(at) === at) return real;
  }
}

/** Makes a directory in a private one, that nobody else can read. A link there is none of ours, and is not followed. */
export async function privateFolder(path: string, wayOut: string): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  const facts = await lstat(path);
  if (!facts.isDirectory() || !isOwn(facts)) {
    throw new UsageError(`${path} is no directory of this user, so nothing in it is used. ${wayOut}`);
  }
  if (process.platform !== "win32" && (facts.mode & 0o077) !== 0) await chmod(path, 0o700);
}

function isOwn({ uid }: Stats): boolean {
  return process.getuid === undefined || uid === process.getuid();
}
