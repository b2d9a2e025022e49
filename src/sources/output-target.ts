import { fstatSync, type Stats } from "node:fs";
import { lstat, readlink, realpath, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Links that are followed one after the other; as many as Linux follows. */
const MAX_LINKS = 40;

/** What a name given for output leads to, all links followed. */
export type OutputTarget =
  /** What this process has open already: /dev/stdout, /dev/fd/2. */
  | { readonly kind: "standard"; readonly stream: "stdout" | "stderr" }
  /** A device, a pipe or a socket: written to as it is, never replaced. */
  | { readonly kind: "stream"; readonly path: string; readonly isPipe: boolean }
  /** A regular file, which is replaced when the new one is complete. `facts`: of the one that is there; null for none. */
  | { readonly kind: "file"; readonly path: string; readonly facts: Stats | null };

/** Finds out where output of that name goes, as a shell's `>` would have it. Throws the errors of node:fs. */
export async function outputTarget(path: string): Promise<OutputTarget> {
  const facts = await orNull(stat(path));
  if (facts === null) return { kind: "file", path: await endOfLinks(path), facts };
  for (const [descriptor, stream] of [
    [1, "stdout"],
    [2, "stderr"],
  ] as const) {
    if (isOpenAs(descriptor, facts)) return { kind: "standard", stream };
  }
  if (!facts.isFile() && !facts.isDirectory()) return { kind: "stream", path, isPipe: facts.isFIFO() };
  return { kind: "file", path: await realpath(path), facts };
}

/** Whether a descriptor of this process is open on that file. The null device is written to by name as well as by number. */
function isOpenAs(descriptor: number, { dev, ino, rdev }: Stats): boolean {
  try {
    const open = fstatSync(descriptor);
    return open.dev === dev && open.ino === ino && open.rdev === rdev;
  } catch {
    return false; // closed
  }
}

/** Where a link that leads to nothing yet would make a file. */
async function endOfLinks(path: string): Promise<string> {
  let at = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    if ((await orNull(lstat(at)))?.isSymbolicLink() !== true) return at;
    // A link is read from the directory that it is really in.
    at = resolve(await realpath(dirname(at)), await readlink(at));
  }
  throw Object.assign(new Error(`ELOOP: too many links, '${join(path)}'`), { code: "ELOOP" });
}

async function orNull<T>(facts: Promise<T>): Promise<T | null> {
  try {
    return await facts;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
