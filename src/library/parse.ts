import type { DiagnosticRecord } from "../records/record.js";
import type { Report } from "../records/report.js";
import { RECORD_KINDS, type RecordKind } from "../records/vocabulary.js";
import type { Collected, RecordSink } from "../report/collect.js";
import { collectSaved } from "../sources/saved-output.js";
import { savedPath } from "../sources/saved-path.js";
import { REPORT_KINDS, reportFrom } from "./sources.js";

/** Compiler output: bytes as they come, or all of it. */
export type DiagnosticsInput = AsyncIterable<Uint8Array> | Iterable<Uint8Array> | Uint8Array | string;

/** How to read saved compiler output. */
export interface ParseOptions {
  /** Kinds of records to make. Lines that are not known always are records of the kind `unknown`. */
  readonly kinds?: Iterable<RecordKind>;
  /** Turns a file name as the compiler printed it into that of the records. Default: slashes, without what is the same on every machine. */
  readonly mapFile?: (file: string) => string;
}

/**
 * Reads what `go build -gcflags='-m -m'` has printed, of any Go release since 1.19, and yields its records as they are
 * found: package by package, in the order of the input. Makes records of all kinds unless others are asked for. What it
 * holds in memory does not grow with the input, and the input is read no faster than the records are taken.
 *
 * Returns where every line went. Never throws for what is in the input, only what reading the input throws.
 *
 * @example
 * for await (const record of parseDiagnostics(createReadStream("build.txt"))) {
 *   if (record.kind === "escape") console.log(record.file, record.line, record.cause);
 * }
 */
export async function* parseDiagnostics(
  input: DiagnosticsInput,
  { kinds = RECORD_KINDS, mapFile = savedPath }: ParseOptions = {},
): AsyncGenerator<DiagnosticRecord, Collected, undefined> {
  const batches = new Batches<DiagnosticRecord>();
  const sink: RecordSink = { record: (record) => batches.add(record), drain: () => batches.taken() };
  const reading = collectSaved(chunksOf(input), { kinds: new Set(kinds), mapFile }, sink).finally(() => batches.end());
  reading.catch(() => {}); // thrown below, once what was read before is taken
  try {
    for await (const batch of batches.all()) yield* batch;
  } finally {
    batches.stop();
  }
  return await reading;
}

/** Reads saved compiler output into a report, with its records in memory. */
export async function parseReport(
  input: DiagnosticsInput,
  { kinds = REPORT_KINDS, mapFile = savedPath }: ParseOptions = {},
): Promise<Report> {
  const read = (wanted: ReadonlySet<RecordKind>, sink: RecordSink) =>
    collectSaved(chunksOf(input), { kinds: wanted, mapFile }, sink);
  return await reportFrom({ read, facts: () => ({ toolchain: null, build: null }) }, kinds);
}

function chunksOf(input: DiagnosticsInput): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (typeof input === "string") return [Buffer.from(input)];
  return input instanceof Uint8Array ? [input] : input;
}

/** Hands what one side adds to the other, which takes it when it likes. */
class Batches<T> {
  private items: T[] = [];
  private ended = false;
  private stopped = false;
  /** Wakes the side that waits; there is never more than one. */
  private wake: () => void = () => {};

  add(item: T): void {
    this.items.push(item);
  }

  /** Waits until everything added has been taken. Throws when nobody will. */
  async taken(): Promise<void> {
    while (this.items.length > 0 && !this.stopped) await this.change();
    if (this.stopped) throw new Error("stopped before the end of the input");
  }

  /** What is added, until the end. */
  async *all(): AsyncGenerator<readonly T[]> {
    for (;;) {
      const { items } = this;
      if (items.length > 0) {
        yield items;
        this.items = [];
        this.wake();
      } else if (this.ended) return;
      else await this.change();
    }
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  stop(): void {
    this.stopped = true;
    this.wake();
  }

  private change(): Promise<void> {
    const wakeOther = this.wake;
    const changed = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    wakeOther();
    return changed;
  }
}
