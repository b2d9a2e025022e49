import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DiagnosticRecord } from "../records/record.js";
import { writeRecord } from "../records/serialize.js";
import { ByteWriter } from "../text/bytes.js";
import { compareKeys, compareRecords, compareText, type SortKey, sortKey } from "./order.js";

/** How much is held in memory before it goes to a temporary file. */
const MEMORY_BYTES = 8 * 1024 * 1024;

/** The largest buffer that is kept for writing. */
const MAX_SCRATCH = 8 * 1024 * 1024;

/** One package's records as sorted JSON lines: `bytes`, or `length` bytes at `offset` of the temporary file. */
interface Part {
  readonly package: string;
  readonly variant: string;
  readonly length: number;
  bytes: Buffer | null;
  offset: number;
}

/** A record of the current package: what it is sorted by, and where its JSON is. */
interface Entry {
  readonly key: SortKey;
  readonly start: number;
  readonly end: number;
}

/**
 * Puts records in the order of a report in bounded memory: writes each as JSON at once, sorts those of a package when
 * it ends, and hands out the packages in order. Packages come in the order in which go finished them, which differs
 * from run to run.
 */
export class Spool {
  readonly lazyFlow = true;
  private entries: Entry[] = [];
  private readonly json = new ByteWriter();
  private readonly parts: Part[] = [];
  private inMemory = 0;
  private file: { readonly descriptor: number; readonly directory: string; size: number } | null = null;
  private scratch: Buffer = Buffer.alloc(0);
  private count = 0;

  /** `memoryBytes`: how much is held in memory before it goes to a temporary file. */
  constructor(private readonly memoryBytes: number = MEMORY_BYTES) {}

  /** Records taken so far. */
  get size(): number {
    return this.count;
  }

  record(record: DiagnosticRecord): void {
    const { json } = this;
    const start = json.length;
    writeRecord(record, json);
    json.ascii("\n");
    this.entries.push({ key: sortKey(record), start, end: json.length });
    this.count++;
  }

  endPackage(): void {
    const { entries, json } = this;
    const [first] = entries;
    if (first === undefined) return;
    this.entries = [];
    const { package: importPath, variant } = first.key;
    entries.sort((a, b) => compareKeys(a.key, b.key) || json.compare(a.start, a.end, b.start, b.end));
    const { length } = json;
    const part = { package: importPath ?? "", variant: variant ?? "", length, bytes: null, offset: -1 };
    this.parts.push(part);
    if (this.file === null && this.inMemory + length > this.memoryBytes) this.moveToFile();
    const bytes = this.file === null ? Buffer.allocUnsafe(length) : this.scratchOf(length);
    let at = 0;
    for (let i = 0; i < entries.length; ) {
      const { start } = entries[i] as Entry;
      let { end } = entries[i] as Entry;
      // Most records come in order.
      for (i++; i < entries.length && entries[i]?.start === end; i++) end = (entries[i] as Entry).end;
      json.copyTo(bytes, at, start, end);
      at += end - start;
    }
    json.clear();
    this.keep(part, bytes);
  }

  private keep(part: Part, bytes: Buffer): void {
    const { file } = this;
    if (file === null) {
      part.bytes = bytes;
      this.inMemory += part.length;
      return;
    }
    for (let done = 0; done < part.length; ) done += writeSync(file.descriptor, bytes, done, part.length - done);
    part.offset = file.size;
    part.bytes = null;
    file.size += part.length;
  }

  private moveToFile(): void {
    this.file = temporaryFile();
    for (const part of this.parts) if (part.bytes !== null) this.keep(part, part.bytes);
    this.inMemory = 0;
  }

  /** A buffer for what is written at once. Fresh memory for each package would cost more than the copy. */
  private scratchOf(length: number): Buffer {
    if (length > MAX_SCRATCH) return Buffer.allocUnsafe(length);
    if (this.scratch.length < length) this.scratch = Buffer.allocUnsafe(2 * length);
    return this.scratch;
  }

  /** The records in order, as buffers of whole JSON lines. */
  *lines(): Generator<Buffer> {
    for (const { lines } of this.packages()) yield lines;
  }

  /** The same, with the package of each buffer. */
  *packages(): Generator<{ readonly package: string; readonly variant: string; readonly lines: Buffer }> {
    this.endPackage();
    const { parts } = this;
    parts.sort((a, b) => compareText(a.package, b.package) || compareText(a.variant, b.variant));
    for (let i = 0; i < parts.length; ) {
      const part = parts[i] as Part;
      let next = i + 1;
      while (next < parts.length && samePackage(part, parts[next] as Part)) next++;
      // go can print a package in several parts; together they are in order only after another sort.
      const one = next === i + 1;
      const lines = one ? this.read(part) : mergeParts(parts.slice(i, next).map((each) => this.read(each)));
      yield { package: part.package, variant: part.variant, lines };
      i = next;
    }
  }

  /** The records of one package, all variants of it, as a buffer of whole JSON lines. */
  linesOf(importPath: string): Buffer {
    this.endPackage();
    return Buffer.concat(this.parts.filter((part) => part.package === importPath).map((part) => this.read(part)));
  }

  /** Removes the temporary file. */
  async close(): Promise<void> {
    const { file } = this;
    if (file === null) return;
    this.file = null;
    closeSync(file.descriptor);
    await rm(file.directory, { recursive: true, force: true });
  }

  private read(part: Part): Buffer {
    if (part.bytes !== null) return part.bytes;
    const bytes = Buffer.allocUnsafe(part.length);
    for (let done = 0; done < part.length; ) {
      const read = readSync(
        (this.file as { descriptor: number }).descriptor,
        bytes,
        done,
        part.length - done,
        part.offset + done,
      );
      if (read === 0) throw new Error("the temporary file of records ended early");
      done += read;
    }
    return bytes;
  }
}

function temporaryFile() {
  const directory = mkdtempSync(join(tmpdir(), "escape-report-"));
  const descriptor = openSync(join(directory, "records"), "wx+", 0o600);
  // Unlinked at once where the system allows it, so that nothing is left behind however the process ends.
  if (process.platform !== "win32") rmSync(directory, { recursive: true, force: true });
  return { descriptor, directory, size: 0 };
}

function samePackage(a: Part, b: Part): boolean {
  return a.package === b.package && a.variant === b.variant;
}

function mergeParts(parts: readonly Buffer[]): Buffer {
  const entries = parts
    .flatMap((part) => part.toString("utf8").split("\n"))
    .filter((line) => line !== "")
    .map((line) => ({ line, record: JSON.parse(line) as DiagnosticRecord }));
  entries.sort((a, b) => compareRecords(a.record, b.record) || compareText(a.line, b.line));
  return Buffer.from(entries.map(({ line }) => `${line}\n`).join(""));
}
