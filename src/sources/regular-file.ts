import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";

/** Opening a pipe waits for somebody at its other end unless told not to; Windows has neither flag. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const READ_NO_LINK = READ | (constants.O_NOFOLLOW ?? 0);

/** How to read a file that somebody else may have put there. */
export interface ReadLimits {
  /** A larger file is not read. */
  readonly maxBytes: number;
  /** Whether the last name of the path may be a link. Default: yes. */
  readonly followLink?: boolean;
}

/** What was meant to be read is a pipe, a device, a directory, or too large. The message continues a sentence: `is …`. */
class UnsuitableFile extends Error {
  override readonly name = "UnsuitableFile";
}

/**
 * Reads a regular file, and nothing else: a pipe would keep its reader waiting, and a device can be without end. Throws
 * {@link UnsuitableFile}, and the errors of node:fs.
 */
export async function readRegularFile(path: string, limits: ReadLimits): Promise<Buffer> {
  const file = await open(path, flags(limits));
  try {
    const bytes = roomFor(await file.stat(), limits);
    let used = 0;
    while (used < bytes.length) {
      const { bytesRead } = await file.read(bytes, used, bytes.length - used, used);
      if (bytesRead === 0) break;
      used += bytesRead;
    }
    return bytes.subarray(0, used);
  } finally {
    await file.close();
  }
}

/** The same here and now, for a few small files. */
export function readRegularFileSync(path: string, limits: ReadLimits): Buffer {
  const file = openSync(path, flags(limits));
  try {
    const bytes = roomFor(fstatSync(file), limits);
    let used = 0;
    while (used < bytes.length) {
      const read = readSync(file, bytes, used, bytes.length - used, used);
      if (read === 0) break;
      used += read;
    }
    return bytes.subarray(0, used);
  } finally {
    closeSync(file);
  }
}

function flags({ followLink = true }: ReadLimits): number {
  return followLink ? READ : READ_NO_LINK;
}

/** Files below /proc say that they are empty; they are read as that. */
function roomFor(facts: { isFile(): boolean; readonly size: number }, { maxBytes }: ReadLimits): Buffer {
  if (!facts.isFile()) throw new UnsuitableFile("is no regular file");
  if (facts.size > maxBytes) throw new UnsuitableFile(`is larger than ${Math.floor(maxBytes / 1024)} KiB`);
  return Buffer.allocUnsafe(facts.size);
}
