import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";

/** A lock of another machine, whose processes cannot be asked about, is taken to be forgotten after this time. */
const FOREIGN_MS = 24 * 60 * 60 * 1000;
/** A lock that was never written whole is taken to be forgotten after this time. */
const BROKEN_MS = 10_000;

/** Something that only one run may use at a time. */
export interface Lock {
  /** Gives it back. */
  release(): Promise<void>;
}

/**
 * Takes a lock file, or returns null while another run has it. A lock whose process is gone is taken over, so a crash
 * blocks nobody. The file's directory has to exist.
 */
export async function tryLock(file: string): Promise<Lock | null> {
  const own = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  if (!(await create(file, own))) {
    const holder = await readFile(file, "utf8").catch(() => null);
    if (holder !== null && (!(await isForgotten(file, holder)) || !(await clear(file, holder)))) return null;
    if (!(await create(file, own))) return null;
  }
  return {
    release: async () => {
      if ((await readFile(file, "utf8").catch(() => null)) === own) await rm(file, { force: true });
    },
  };
}

async function create(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function isForgotten(file: string, holder: string): Promise<boolean> {
  const age = Date.now() - ((await stat(file).catch(() => null))?.mtimeMs ?? Date.now());
  const [, pid, host] = /^\{"pid":(\d+),"host":("[^"]*")/.exec(holder) ?? [];
  if (pid === undefined) return age > BROKEN_MS;
  if (host !== JSON.stringify(hostname())) return age > FOREIGN_MS;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM: it is alive and somebody else's.
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** Takes a forgotten lock away. Of several runs that try, one succeeds; a lock taken meanwhile is put back. */
async function clear(file: string, holder: string): Promise<boolean> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return false;
  }
  const forgotten = (await readFile(aside, "utf8")) === holder;
  if (!forgotten) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
  return forgotten;
}
