import { lstat, readlink, realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { isBelow, isGits } from "./source-files.js";

/** Links that are followed one after the other; as many as Linux follows. */
const MAX_LINKS = 40;

/**
 * Whether a file lies below a directory, whether it is there or not, and also with all links followed. A name that
 * somebody else has chosen may lead nowhere else, nor to what git keeps for itself, which can hold credentials.
 */
export async function isContained(directory: string, path: string): Promise<boolean> {
  if (!isBelow(directory, path)) return false;
  try {
    const end = await endOf(path, MAX_LINKS);
    return end !== null && isBelow(await realpath(directory), end) && !isGits(end);
  } catch {
    return false;
  }
}

/** The real path of a file that is there, or that would be made; null where links lead in a circle. */
async function endOf(path: string, links: number): Promise<string | null> {
  const facts = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (facts === null) {
    const parent = await endOf(dirname(path), links);
    return parent === null ? null : resolve(parent, path.slice(dirname(path).length).replace(/^[\\/]+/, ""));
  }
  if (!facts.isSymbolicLink()) return realpath(path);
  if (links === 0) return null;
  return endOf(resolve(await realpath(dirname(path)), await readlink(path)), links - 1);
}
