import { lstat, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Lock, tryLock } from "./lock.js";
import { writeTree } from "./read-tree.js";
import type { Repository } from "./repository.js";

/** What a slot is known to hold. Missing while it is being written, and after a crash in the middle of that. */
interface SlotState {
  readonly commit: string;
  readonly bytes: number;
  readonly missingSubmodules: readonly string[];
}

/** The files of a commit in a directory that no other run uses. */
export interface CheckedOut {
  readonly directory: string;
  /** Submodules whose commit is not on this machine. */
  readonly missingSubmodules: readonly string[];
  /** Lets other runs have the directory. */
  release(): Promise<void>;
}

const STATE = "state.json";
const LOCK = "lock";

/**
 * Writes the files of a commit to a numbered directory below `root`. The one that holds them already is taken, else
 * the first that is free: mostly that of the run before, which differs little.
 */
export async function checkOut(repository: Repository, commit: string, root: string): Promise<CheckedOut> {
  const { slot, lock } = await takeSlot(root, commit);
  try {
    let state = await readState(slot);
    const tree = join(slot, "tree");
    const indexes = join(slot, "indexes");
    if (state?.commit !== commit || state.missingSubmodules.length > 0) {
      await rm(join(slot, STATE), { force: true });
      if (state === null) {
        await rm(tree, { recursive: true, force: true });
        await rm(indexes, { recursive: true, force: true });
      }
      state = { commit, ...(await writeTree(repository, commit, { tree, indexes })) };
      const temporary = join(slot, `${STATE}.tmp`);
      await writeFile(temporary, JSON.stringify(state));
      await rename(temporary, join(slot, STATE));
    }
    const now = new Date();
    await utimes(slot, now, now);
    return { directory: tree, missingSubmodules: state.missingSubmodules, release: () => lock.release() };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function takeSlot(root: string, commit: string): Promise<{ slot: string; lock: Lock }> {
  const states = new Map<string, SlotState | null>();
  for (const name of await slotNames(root)) states.set(name, await readState(join(root, name)));
  const suitable = [...states].filter(([, state]) => state?.commit === commit).map(([name]) => name);
  const others = [...states.keys()].filter((name) => !suitable.includes(name));
  for (const name of [...suitable, ...others]) {
    const lock = await lockSlot(join(root, name));
    if (lock !== null) return { slot: join(root, name), lock };
  }
  for (let number = 0; ; number++) {
    if (states.has(String(number))) continue;
    const slot = join(root, String(number));
    const lock = await lockSlot(slot);
    if (lock !== null) return { slot, lock };
  }
}

/** Another run may remove the slot at the same time because it is old: then it is made again. */
async function lockSlot(slot: string): Promise<Lock | null> {
  for (;;) {
    await mkdir(slot, { recursive: true, mode: 0o700 });
    // What is to be written and removed in a slot stays in it.
    if (!(await lstat(slot)).isDirectory()) return null;
    await removeLinks(slot);
    try {
      return await tryLock(join(slot, LOCK));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}

/** Nothing of ours is a link, neither the files of a commit as a whole nor the indexes. */
async function removeLinks(slot: string): Promise<void> {
  for (const name of ["tree", "indexes", LOCK, STATE]) {
    const path = join(slot, name);
    if ((await lstat(path).catch(() => null))?.isSymbolicLink() === true) await rm(path, { force: true });
  }
}

async function slotNames(root: string): Promise<string[]> {
  const names = await readdir(root).catch(() => []);
  return names.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(a) - Number(b));
}

async function readState(slot: string): Promise<SlotState | null> {
  try {
    const state: SlotState = JSON.parse(await readFile(join(slot, STATE), "utf8"));
    return typeof state.commit === "string" && Array.isArray(state.missingSubmodules) ? state : null;
  } catch {
    return null;
  }
}

/** A slot, for deciding which to drop. */
export interface SlotUse {
  readonly path: string;
  readonly bytes: number;
  /** When it was last taken, in milliseconds since 1970. */
  readonly used: number;
}

/** Every slot below the root. */
export async function slotsOf(root: string): Promise<SlotUse[]> {
  const found: SlotUse[] = [];
  for (const name of await slotNames(root)) {
    const path = join(root, name);
    const facts = await stat(path).catch(() => null);
    if (facts !== null) found.push({ path, bytes: (await readState(path))?.bytes ?? 0, used: facts.mtimeMs });
  }
  return found;
}

/** Removes a slot and its files. False when a run is using it. */
export async function dropSlot(path: string): Promise<boolean> {
  const lock = await tryLock(join(path, LOCK)).catch(() => null);
  if (lock === null) return false;
  await rm(join(path, STATE), { force: true });
  await rm(join(path, "tree"), { recursive: true, force: true });
  await rm(path, { recursive: true, force: true });
  return true;
}
