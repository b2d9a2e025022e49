import { closeSync, fchmodSync, fchownSync, openSync, type Stats } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { threadId } from "node:worker_threads";

/** Errors of making a file in a directory that may not be written to, though the file itself may. */
const NO_NEW_FILES: ReadonlySet<string | undefined> = new Set(["EACCES", "EPERM", "EROFS"]);
/** What is not written yet has this name: whose it is, and of which process, so that the next run can tell what is left over. */
const NAME = /^\.escape-report-(.+)-(\d+)-\d+\.tmp$/;
/** Threads count apart: files of one process have names of their own. */
let count = threadId * 1_000_000;

/** A file that appears under its name when it is complete, with the mode and the owner of the one that it replaces. */
export interface ReplacedFile {
  readonly descriptor: number;
  /** Puts it under its name. */
  commit(): Promise<void>;
  /** Leaves what was there as it was. After a commit it does nothing. */
  close(): Promise<void>;
}

/** Begins to replace a regular file, or to make one. `facts`: of the one that is there. Throws the errors of node:fs. */
export async function replaceFile(path: string, facts: Stats | null): Promise<ReplacedFile> {
  await removeLeftovers(dirname(path));
  const temporary = temporaryName(dirname(path));
  let descriptor: number;
  try {
    descriptor = openSync(temporary, "wx", facts === null ? 0o666 : facts.mode & 0o777);
  } catch (error) {
    if (facts === null || !NO_NEW_FILES.has((error as NodeJS.ErrnoException).code)) throw error;
    return writtenInPlace(path);
  }
  let state: "open" | "closed" | "done" = "open";
  const closeDescriptor = () => {
    if (state === "open") closeSync(descriptor);
    if (state === "open") state = "closed";
  };
  try {
    if (facts !== null) keepOwnerAndMode(descriptor, facts);
  } catch (error) {
    closeDescriptor();
    await rm(temporary, { force: true });
    throw error;
  }
  return {
    descriptor,
    commit: async () => {
      closeDescriptor();
      await rename(temporary, path);
      state = "done";
    },
    close: async () => {
      closeDescriptor();
      if (state !== "done") await rm(temporary, { force: true });
    },
  };
}

/** A name for what is not written yet: the next run can tell that it was left over. */
export function temporaryName(directory: string): string {
  return join(directory, `.escape-report-${host()}-${process.pid}-${++count}.tmp`);
}

/** A file in a directory where no other can be made. Others can see half of it while it is written. */
function writtenInPlace(path: string): ReplacedFile {
  const descriptor = openSync(path, "w");
  let open = true;
  const close = async () => {
    if (open) closeSync(descriptor);
    open = false;
  };
  return { descriptor, commit: close, close };
}

function keepOwnerAndMode(descriptor: number, { mode, uid, gid }: Stats): void {
  if (process.platform === "win32") return;
  const { getuid, getgid } = process;
  if (uid !== getuid?.() || gid !== getgid?.()) {
    try {
      fchownSync(descriptor, uid, gid);
    } catch {
      // Only root may; others get a file of their own, as from any editor.
    }
  }
  fchmodSync(descriptor, mode & 0o777);
}

/** Removes what runs of this machine have left that were killed while they wrote. */
export async function removeLeftovers(directory: string): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    const [, machine, pid] = NAME.exec(name) ?? [];
    if (machine === host() && !isAlive(Number(pid))) await rm(join(directory, name), { force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH"; // EPERM: it is somebody else's
  }
}

function host(): string {
  return hostname()
    .replace(/[^\w.]/g, "_")
    .slice(0, 60);
}
