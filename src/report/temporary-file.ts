import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../errors.js";

/** A file that nobody else sees, and that is gone when the process is. */
export class TemporaryFile {
  private readonly directory = explained(() => mkdtempSync(join(tmpdir(), "escape-report-")));
  private readonly descriptor = explained(() => openSync(join(this.directory, "records"), "wx+", 0o600));
  size = 0;

  constructor() {
    // Unlinked at once where the system allows it, so that nothing is left behind however the process ends.
    if (process.platform !== "win32") rmSync(this.directory, { recursive: true, force: true });
  }

  append(bytes: Uint8Array): void {
    explained(() => {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.descriptor, bytes, done, bytes.length - done);
    });
    this.size += bytes.length;
  }

  /** Fills the buffer with what is at the offset. */
  read(bytes: Buffer, offset: number): void {
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(this.descriptor, bytes, done, bytes.length - done, offset + done);
      if (read === 0) throw new Error("the temporary file of records ended early");
      done += read;
    }
  }

  async close(): Promise<void> {
    closeSync(this.descriptor);
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** A disk that is full, and a directory that nobody may write to, are no fault of ours. */
function explained<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new InputError(
      `The temporary directory ${tmpdir()} cannot be written to: ${(error as Error).message}. ` +
        "Make room, or name another one with TMPDIR=DIR",
      { cause: error },
    );
  }
}
