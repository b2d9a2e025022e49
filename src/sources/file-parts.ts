import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ArchiveParts } from "../../parsers/archive/index.js";

/** Files that are kept open at most; macOS allows a process 256. */
const MAX_OPEN = 32;

/** Reads parts of files that go has written to its cache, and keeps those that were read last open. */
export class FileParts {
  private readonly open = new Map<string, number>();

  /** null where the file cannot be read, or is larger than `maxBytes`. */
  of(path: string, maxBytes: number): ArchiveParts | null {
    try {
      const { size } = fstatSync(this.descriptor(path));
      if (size > maxBytes) return null;
      return { length: size, read: (start, end) => this.read(path, start, Math.min(end, size)) };
    } catch {
      return null;
    }
  }

  close(): void {
    for (const descriptor of this.open.values()) closeSync(descriptor);
    this.open.clear();
  }

  private read(path: string, start: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
    try {
      return bytes.subarray(0, readSync(this.descriptor(path), bytes, 0, bytes.length, start));
    } catch {
      return bytes.subarray(0, 0);
    }
  }

  private descriptor(path: string): number {
    const known = this.open.get(path);
    // The one that was not asked for the longest comes first.
    if (known !== undefined) this.open.delete(path);
    const descriptor = known ?? openSync(path, "r");
    this.open.set(path, descriptor);
    const [oldest] = this.open;
    if (this.open.size > MAX_OPEN && oldest !== undefined) {
      this.open.delete(oldest[0]);
      closeSync(oldest[1]);
    }
    return descriptor;
  }
}
