import { LineSplitter } from "../../src/text/lines.js";

/** The numbers of `runtime.MemStats` that tell where memory is; bytes unless said otherwise. */
export interface MemStats {
  /** Allocated since the start, never falls. */
  readonly totalAlloc: number;
  /** Taken from the operating system, address space included. */
  readonly sys: number;
  /** Objects allocated since the start, never falls. */
  readonly mallocs: number;
  /** In heap objects: after a collection, what is reachable. */
  readonly heapAlloc: number;
  /** In spans that hold objects. */
  readonly heapInuse: number;
  /** In spans without any. */
  readonly heapIdle: number;
  /** Given back to the operating system, of the idle. */
  readonly heapReleased: number;
  readonly heapObjects: number;
  /** Stacks of goroutines; they are in no heap profile. */
  readonly stackInuse: number;
  /** Completed collections. */
  readonly numGC: number;
  /**
   * When the last 256 collections ended, in nanoseconds since 1970, as printed: the `n`th is at `(n - 1) % 256`. Two
   * processes do not have the same. Empty where the text has none.
   */
  readonly pauseEnds: readonly string[];
}

/** What a `heap?debug=1` text held. */
export interface MemStatsSummary {
  /** null where the text has none, or not all of them. */
  readonly memstats: MemStats | null;
  /** Bytes for each sample, runtime.MemProfileRate; null where the first line is another. */
  readonly rate: number | null;
}

// The value of `# Stack = 327680 / 327680` is its first number.
const NUMBER = /^# (\w+) = (\d{1,19})(?: \/ \d{1,19})?$/;
const PAUSE_ENDS = /^# PauseEnd = \[([\d ]*)\]$/;
const TITLE = /^heap profile: .* @ heap\/(\d{1,15})$/;
/** PauseEnd is the longest line, 256 numbers of 19 digits. */
const MAX_LINE = 6000;

type NumberName = Exclude<keyof MemStats, "pauseEnds">;
const NAMES: ReadonlyMap<string, NumberName> = new Map([
  ["TotalAlloc", "totalAlloc"],
  ["Sys", "sys"],
  ["Mallocs", "mallocs"],
  ["HeapAlloc", "heapAlloc"],
  ["HeapInuse", "heapInuse"],
  ["HeapIdle", "heapIdle"],
  ["HeapReleased", "heapReleased"],
  ["HeapObjects", "heapObjects"],
  ["Stack", "stackInuse"],
  ["NumGC", "numGC"],
]);

/**
 * Reads the numbers at the end of `/debug/pprof/heap?debug=1`, from chunks of bytes. Any input is accepted, and the
 * stacks before the numbers are passed over. Memory: one line.
 */
export class MemStatsParser {
  private readonly values = new Map<NumberName, number>();
  private pauseEnds: readonly string[] = [];
  private readonly splitter: LineSplitter;
  private rate: number | null = null;
  private first = true;

  constructor() {
    this.splitter = new LineSplitter(
      (buffer, start, end) => this.line(buffer, start, end),
      () => {
        this.first = false;
      },
    );
  }

  /** Takes the next chunk. Nothing of it is kept. */
  write(chunk: Uint8Array): void {
    this.splitter.write(chunk);
  }

  /** Ends the text and says what it held. */
  end(): MemStatsSummary {
    this.splitter.end();
    return { memstats: this.memstats(), rate: this.rate };
  }

  private line(buffer: Buffer, start: number, end: number): void {
    const { first } = this;
    this.first = false;
    if (end - start > MAX_LINE) return;
    if (first) {
      // pprof's text gives twice the rate, for readers of an old format.
      const twice = TITLE.exec(buffer.toString("latin1", start, end))?.[1];
      if (twice !== undefined) this.rate = Math.round(Number(twice) / 2);
      return;
    }
    if (buffer[start] !== 0x23 || buffer[start + 1] !== 0x20) return;
    // Lines of stacks begin with a hash and a tab.
    const text = buffer.toString("latin1", start, end);
    const ends = PAUSE_ENDS.exec(text)?.[1];
    if (ends !== undefined) this.pauseEnds = ends.split(" ");
    const [, label = "", value] = NUMBER.exec(text) ?? [];
    const name = NAMES.get(label);
    if (name !== undefined && value !== undefined) this.values.set(name, Number(value));
  }

  private memstats(): MemStats | null {
    const get = (name: NumberName) => this.values.get(name) ?? 0;
    if (this.values.size < NAMES.size) return null;
    return {
      totalAlloc: get("totalAlloc"),
      sys: get("sys"),
      mallocs: get("mallocs"),
      heapAlloc: get("heapAlloc"),
      heapInuse: get("heapInuse"),
      heapIdle: get("heapIdle"),
      heapReleased: get("heapReleased"),
      heapObjects: get("heapObjects"),
      stackInuse: get("stackInuse"),
      numGC: get("numGC"),
      pauseEnds: this.pauseEnds,
    };
  }
}
