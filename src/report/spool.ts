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

/** How much of that is written at once. */
const SCRATCH_BYTES = 1024 * 1024;

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
  private file: TemporaryFile | null = null;
  /** What is written at once. Fresh memory for each package would cost more than the copy. */
  private readonly scratch: Buffer;
  private count = 0;

  /** `memoryBytes`: how much is held in memory before it goes to a temporary file. */
  constructor(private readonly memoryBytes: number = MEMORY_BYTES) {
    this.scratch = Buffer.allocUnsafe(Math.min(memoryBytes + 1, SCRATCH_BYTES));
  }

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
    const part: Part = { package: importPath ?? "", variant: variant ?? "", length, bytes: null, offset: -1 };
    this.parts.push(part);
    if (this.file === null && this.inMemory + length > this.memoryBytes) this.moveToFile();
    if (this.file === null) {
      part.bytes = Buffer.allocUnsafe(length);
      this.inMemory += length;
      copyInOrder(json, entries, part.bytes, () => {});
    } else {
      const { file, scratch } = this;
      part.offset = file.size;
      copyInOrder(json, entries, scratch, (bytes) => file.append(scratch.subarray(0, bytes)));
    }
    json.clear();
  }

  private moveToFile(): void {
    this.file = new TemporaryFile();
    for (const part of this.parts) {
      if (part.bytes === null) continue;
      part.offset = this.file.size;
      this.file.append(part.bytes);
      part.bytes = null;
    }
    this.inMemory = 0;
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
    this.file = null;
    await file?.close();
  }

  private read(part: Part): Buffer {
    return part.bytes ?? (this.file as TemporaryFile).read(part.offset, part.length);
  }
}

/** Copies records in order to a buffer of any size; `full` is told how many bytes of it are used whenever it is full, and at the end. */
function copyInOrder(json: ByteWriter, entries: readonly Entry[], target: Buffer, full: (bytes: number) => void): void {
  let at = 0;
  for (let i = 0; i < entries.length; ) {
    let { start, end } = entries[i] as Entry;
    // Most records come in order.
    for (i++; i < entries.length && entries[i]?.start === end; i++) end = (entries[i] as Entry).end;
    while (start < end) {
      const bytes = Math.min(end - start, target.length - at);
      json.copyTo(target, at, start, start + bytes);
      start += bytes;
      at += bytes;
      if (at < target.length) continue;
      full(at);
      at = 0;
    }
  }
  if (at > 0) full(at);
}

/** A file that nobody else sees, and that is gone when the process is. */
class TemporaryFile {
  private readonly directory = mkdtempSync(join(tmpdir(), "escape-report-"));
  private readonly descriptor = openSync(join(this.directory, "records"), "wx+", 0o600);
  size = 0;

  constructor() {
    // Unlinked at once where the system allows it, so that nothing is left behind however the process ends.
    if (process.platform !== "win32") rmSync(this.directory, { recursive: true, force: true });
  }

  append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.descriptor, bytes, done, bytes.length - done);
    this.size += bytes.length;
  }

  read(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const read = readSync(this.descriptor, bytes, done, length - done, offset + done);
      if (read === 0) throw new Error("the temporary file of records ended early");
      done += read;
    }
    return bytes;
  }

  async close(): Promise<void> {
    closeSync(this.descriptor);
    await rm(this.directory, { recursive: true, force: true });
  }
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
