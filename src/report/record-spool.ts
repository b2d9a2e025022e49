import type { DiagnosticRecord } from "../records/record.js";
import { writeLine } from "../records/serialize.js";
import { ByteWriter, type Range } from "../text/bytes.js";
import { mergeRuns, type Run } from "./merge-runs.js";
import { comparePlaces, compareText } from "./record-order.js";
import { TemporaryFile } from "./temporary-file.js";

/** How much is held in memory; what comes behind that goes to a temporary file. */
const MEMORY_BYTES = 8 * 1024 * 1024;
/** How much of one package is sorted at once. */
const RUN_BYTES = 8 * 1024 * 1024;
/** How much of the temporary file is read at once. */
const PIECE_BYTES = 256 * 1024;

/** One package's records as sorted JSON lines: `bytes`, or `length` bytes at `offset` of the temporary file. */
interface Part {
  readonly package: string;
  readonly variant: string;
  readonly length: number;
  bytes: Buffer | null;
  offset: number;
}

/** A record of the current package: what it is sorted by first, and where its line is. */
interface Entry {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

/** How a {@link Spool} keeps records. */
export interface SpoolOptions {
  /** Whether each line ends in a comma, as elements of an array do. Default: no. */
  readonly commas?: boolean;
  /** How much is held in memory; what comes behind that goes to a temporary file. */
  readonly memoryBytes?: number | undefined;
}

/**
 * Puts records in the order of a report in bounded memory: writes each as JSON at once, sorts those of a package when
 * it ends, and hands out the packages in order. Packages come in the order in which go finished them, which differs
 * from run to run.
 */
export class Spool {
  readonly lazy = true;
  /** Whether each line ends in a comma, as elements of an array do. */
  readonly commas: boolean;
  private readonly memoryBytes: number;
  private entries: Entry[] = [];
  /** What the entries are of. */
  private package: string | null = null;
  private variant: string | null = null;
  private readonly json = new ByteWriter();
  private readonly parts: Part[] = [];
  private inMemory = 0;
  private file: TemporaryFile | null = null;
  private count = 0;

  constructor({ commas = false, memoryBytes = MEMORY_BYTES }: SpoolOptions = {}) {
    this.commas = commas;
    this.memoryBytes = memoryBytes;
  }

  /** Records taken so far. */
  get size(): number {
    return this.count;
  }

  /** Bytes of all lines. */
  get bytes(): number {
    this.endPackage();
    return this.parts.reduce((sum, { length }) => sum + length, 0);
  }

  record(record: DiagnosticRecord): void {
    const { json } = this;
    if (record.package !== this.package || record.variant !== this.variant) {
      this.endPackage();
      this.package = record.package;
      this.variant = record.variant;
    }
    const start = json.length;
    writeLine(record, json, this.commas);
    const { file, line, column } = record;
    this.entries.push({ file: file ?? "", line: line ?? 0, column: column ?? 0, start, end: json.length });
    this.count++;
    // A package can be larger than memory: it is sorted in runs, which are merged when they are read.
    if (json.length > RUN_BYTES) this.endPackage();
  }

  endPackage(): void {
    const { entries, json } = this;
    if (entries.length === 0) return;
    this.entries = [];
    const { written } = json;
    const { length } = written;
    entries.sort((a, b) => compareEntries(a, b, written));
    const part: Part = { package: this.package ?? "", variant: this.variant ?? "", length, bytes: null, offset: -1 };
    this.parts.push(part);
    if (this.file === null && this.inMemory + length > this.memoryBytes) this.file = new TemporaryFile();
    const pieces = json.gather(rangesOf(entries));
    if (this.file === null) {
      this.inMemory += length;
      part.bytes = Buffer.allocUnsafe(length);
      let at = 0;
      for (const piece of pieces) {
        part.bytes.set(piece, at);
        at += piece.length;
      }
    } else {
      part.offset = this.file.size;
      for (const piece of pieces) this.file.append(piece);
    }
    json.clear();
  }

  /** The records in order, as buffers of whole JSON lines. */
  *lines(): Generator<Buffer> {
    for (const parts of this.partsInOrder()) yield* this.linesOfParts(parts);
  }

  /** The same, with the package of each buffer. */
  *packages(): Generator<{ readonly package: string; readonly variant: string; readonly lines: Buffer }> {
    for (const parts of this.partsInOrder()) {
      const { package: importPath, variant } = parts[0];
      yield { package: importPath, variant, lines: joined([...this.linesOfParts(parts)]) };
    }
  }

  /** The bytes of all lines in order, in pieces, of which each is good until the next. */
  *pieces(): Generator<Buffer> {
    let piece: Buffer | null = null;
    for (const parts of this.partsInOrder()) {
      const [{ offset, length, bytes }, ...more] = parts;
      if (bytes !== null || more.length > 0) {
        yield* this.linesOfParts(parts);
        continue;
      }
      piece ??= Buffer.allocUnsafe(PIECE_BYTES);
      for (let done = 0; done < length; done += piece.length) {
        const part = piece.subarray(0, Math.min(piece.length, length - done));
        this.fill(part, offset + done);
        yield part;
      }
    }
  }

  /** The parts of one package and variant after the other. */
  private *partsInOrder(): Generator<readonly [Part, ...Part[]]> {
    this.endPackage();
    const { parts } = this;
    parts.sort((a, b) => compareText(a.package, b.package) || compareText(a.variant, b.variant));
    for (let i = 0; i < parts.length; ) {
      const part = parts[i] as Part;
      let next = i + 1;
      while (next < parts.length && samePackage(part, parts[next] as Part)) next++;
      yield [part, ...parts.slice(i + 1, next)];
      i = next;
    }
  }

  /** Bytes of the lines of one package, all variants of it. */
  bytesOf(importPath: string): number {
    this.endPackage();
    return this.parts.reduce((sum, part) => (part.package === importPath ? sum + part.length : sum), 0);
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

  /** go can print a package in several parts, and a large one is in several: together they are in order when merged. */
  private *linesOfParts(parts: readonly [Part, ...Part[]]): Generator<Buffer> {
    const [part, ...more] = parts;
    if (more.length === 0) yield this.read(part);
    else
      yield* mergeRuns(
        parts.map((each) => this.runOf(each)),
        this.commas ? ",\n" : "\n",
      );
  }

  private runOf(part: Part): Run {
    const { bytes, offset, length } = part;
    const read = (to: Buffer, at: number) => {
      if (bytes === null) this.fill(to, offset + at);
      else bytes.copy(to, 0, at, at + to.length);
    };
    return { length, read };
  }

  private read({ bytes, offset, length }: Part): Buffer {
    if (bytes !== null) return bytes;
    const read = Buffer.allocUnsafe(length);
    this.fill(read, offset);
    return read;
  }

  private fill(bytes: Buffer, offset: number): void {
    if (this.file === null) throw new Error("the records were read after the spool was closed");
    this.file.read(bytes, offset);
  }
}

/** Compares records of one package and variant as {@link compareRecords} does. */
function compareEntries(a: Entry, b: Entry, lines: Buffer): number {
  return comparePlaces(a, b) || lines.compare(lines, b.start, b.end, a.start, a.end);
}

/** Where records are: most come in order, so that there are fewer ranges than records. */
function* rangesOf(entries: readonly Entry[]): Generator<Range> {
  for (let i = 0; i < entries.length; ) {
    const { start } = entries[i] as Entry;
    let { end } = entries[i] as Entry;
    for (i++; i < entries.length && entries[i]?.start === end; i++) end = (entries[i] as Entry).end;
    yield { start, end };
  }
}

function samePackage(a: Part, b: Part): boolean {
  return a.package === b.package && a.variant === b.variant;
}

function joined(lines: readonly Buffer[]): Buffer {
  return lines.length === 1 ? (lines[0] as Buffer) : Buffer.concat(lines);
}
