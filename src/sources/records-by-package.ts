import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "../errors.js";
import type { DiagnosticRecord } from "../records/record.js";
import type { RecordSink } from "../report/collect.js";
import { looksLikeReport } from "../report/read-report.js";
import { Spool } from "../report/record-spool.js";

/** Keeps records outside of memory, to be read again package by package: each as a line of JSON. */
export interface RecordStore extends RecordSink {
  load(importPath: string): Iterable<string>;
  close(): Promise<void>;
}

/** A store for what is read from `from`: a file, `-` for standard input, or undefined for a build. */
export function recordStore(from: string | undefined, directory: string): RecordStore {
  const path = from === undefined || from === "-" ? null : resolve(directory, from);
  return path !== null && looksLikeReport(beginningOf(path)) ? new ReportStore(path) : new SpoolStore();
}

/** Writes records down while they come. */
class SpoolStore implements RecordStore {
  readonly lazy = true;
  private readonly spool = new Spool();

  record(record: DiagnosticRecord): void {
    this.spool.record(record);
  }

  endPackage(): void {
    this.spool.endPackage();
  }

  load(importPath: string): string[] {
    checkSize(importPath, this.spool.bytesOf(importPath));
    return linesOf(this.spool.linesOf(importPath));
  }

  close(): Promise<void> {
    return this.spool.close();
  }
}

const CHUNK_BYTES = 1024 * 1024;
const RECORD = Buffer.from('{"kind":"');
const PACKAGE = Buffer.from('"package":"');

/** Records of one package, as JSON; they are held in memory together. */
const MAX_PACKAGE_BYTES = 72 * 1024 * 1024;

function checkSize(importPath: string, bytes: number): void {
  if (bytes <= MAX_PACKAGE_BYTES) return;
  throw new InputError(
    `The records of package ${importPath || "(none)"} take ${Math.round(bytes / 1e6)} MB, more than fits into 500 MB of ` +
      "memory when they are looked through. Take a report of a part of it",
  );
}

/** Bytes of a file. */
interface Range {
  readonly start: number;
  end: number;
}

/** A report file is such a store already: a record a line, sorted by package. The lines are found when they are needed. */
class ReportStore implements RecordStore {
  private ranges: ReadonlyMap<string, readonly Range[]> | null = null;

  constructor(private readonly path: string) {}

  record(): void {}

  load(importPath: string): string[] {
    this.ranges ??= rangesByPackage(this.path);
    if (this.ranges.size === 0) return otherLayout(this.path, importPath);
    const own = this.ranges.get(importPath) ?? [];
    checkSize(
      importPath,
      own.reduce((sum, { start, end }) => sum + end - start, 0),
    );
    const file = openSync(this.path, "r");
    try {
      return own.flatMap(({ start, end }) => {
        const bytes = Buffer.allocUnsafe(end - start);
        readSync(file, bytes, 0, bytes.length, start);
        return linesOf(bytes);
      });
    } finally {
      closeSync(file);
    }
  }

  async close(): Promise<void> {}
}

/** The records among lines: those of a report file end in commas. */
function linesOf(bytes: Buffer): string[] {
  return bytes
    .toString("utf8")
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => (line.endsWith(",") ? line.slice(0, -1) : line));
}

/** A report that another tool has written anew need not have a record a line. */
function otherLayout(path: string, importPath: string): string[] {
  const { records }: { records: DiagnosticRecord[] } = JSON.parse(readFileSync(path, "utf8"));
  const own = new Spool();
  for (const record of records) if ((record.package ?? "") === importPath) own.record(record);
  return linesOf(own.linesOf(importPath));
}

/** Where the lines of each package are. Looks at the beginnings of lines alone, so it takes a fraction of reading. */
function rangesByPackage(path: string): Map<string, Range[]> {
  const ranges = new Map<string, Range[]>();
  const file = openSync(path, "r");
  let last: { readonly name: Buffer; readonly range: Range } | null = null;
  let rest = Buffer.alloc(0);
  let offset = 0;
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const read = readSync(file, chunk);
      if (read === 0) return ranges;
      const buffer = rest.length === 0 ? chunk.subarray(0, read) : Buffer.concat([rest, chunk.subarray(0, read)]);
      let from = 0;
      for (let to = buffer.indexOf(10); to >= 0; from = to + 1, to = buffer.indexOf(10, from)) {
        const long = to - from > RECORD.length;
        if (!long || buffer.compare(RECORD, 0, RECORD.length, from, from + RECORD.length) !== 0) continue;
        const name = packageOf(buffer, from, to);
        if (last !== null && name.equals(last.name)) {
          last.range.end = offset + to;
          continue;
        }
        const range: Range = { start: offset + from, end: offset + to };
        const key = JSON.parse(`"${name.toString("utf8")}"`);
        ranges.set(key, [...(ranges.get(key) ?? []), range]);
        last = { name: Buffer.from(name), range };
      }
      rest = buffer.subarray(from);
      offset += from;
    }
  } finally {
    closeSync(file);
  }
}

/** The package's name in a record's line, as JSON writes it; empty when the record has none. */
function packageOf(buffer: Buffer, from: number, to: number): Buffer {
  const at = buffer.indexOf(PACKAGE, from);
  const start = at + PACKAGE.length;
  // `"package":null`: what is found is of a later line, or none of this record's first fields.
  if (at < 0 || at > Math.min(to, from + 40)) return Buffer.alloc(0);
  return buffer.subarray(start, buffer.indexOf(34, start));
}

function beginningOf(path: string): Uint8Array {
  const bytes = Buffer.alloc(64);
  try {
    const file = openSync(path, "r");
    try {
      return bytes.subarray(0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch {
    return bytes.subarray(0, 0); // whoever reads it says what is wrong with it
  }
}
