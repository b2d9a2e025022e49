import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  futimesSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { CompactCode } from "../sites/index.js";
import { version } from "../version.js";
import { type Cache, limitCache } from "./cache-directory.js";
import { removeLeftovers, temporaryName } from "./replaced-file.js";

/** Goes up when the same archive shows something else than before, or is kept in another form. */
export const CODE_FORMAT = 2;
/** How old a file's time may be before it is set anew: what is used last is dropped last. */
const FRESH_MS = 86_400_000;

/**
 * What compiled packages show, kept between runs: go keeps the packages themselves, and reading them takes longer than
 * all the rest. A file that cannot be read or written costs time and nothing else.
 */
export class CodeCache {
  private readonly tool = version();
  private isWritable = true;
  private written = 0;

  constructor(readonly cache: Cache) {}

  /** The name of what an archive shows. `facts`: everything that it depends on, as JSON has it. */
  keyOf(facts: object): string {
    const text = JSON.stringify({ tool: this.tool, format: CODE_FORMAT, ...facts });
    return createHash("sha256").update(text).digest("hex").slice(0, 40);
  }

  has(key: string): boolean {
    return existsSync(this.pathOf(key));
  }

  /** null where it was not kept, or is not as it was written. */
  get(key: string): CompactCode | null {
    try {
      const descriptor = openSync(this.pathOf(key), "r");
      try {
        const now = Date.now();
        if (now - fstatSync(descriptor).mtimeMs > FRESH_MS) futimesSync(descriptor, now / 1000, now / 1000);
        return JSON.parse(readFileSync(descriptor, "utf8")) as CompactCode;
      } finally {
        closeSync(descriptor);
      }
    } catch {
      return null;
    }
  }

  /** Written here and now: there are many, and each takes less time than having a thread do it. */
  keep(key: string, code: CompactCode): void {
    if (!this.isWritable) return;
    const temporary = temporaryName(this.cache.code);
    try {
      writeFileSync(temporary, JSON.stringify(code), { flag: "wx", mode: 0o600 });
      renameSync(temporary, this.pathOf(key));
      this.written++;
    } catch {
      this.isWritable = false;
      rmSync(temporary, { force: true });
    }
  }

  /** Says that another thread adds to it. */
  shared(): void {
    this.written++;
  }

  /** Makes room where something was added. */
  async close(): Promise<void> {
    if (this.written === 0) return;
    this.written = 0;
    await removeLeftovers(this.cache.code);
    await limitCache(this.cache);
  }

  private pathOf(key: string): string {
    return join(this.cache.code, `${key}.json`);
  }
}
