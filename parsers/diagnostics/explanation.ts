import type { Hop, Step } from "../../src/records/record.js";
import type { FlowWriter } from "../../src/records/serialize.js";
import type { ByteWriter } from "../../src/text/bytes.js";
import type { ByteTable } from "./byte-table.js";
import { HopReader } from "./hop.js";
import type { Head } from "./message.js";
import { type Position, type PositionReader, positionOf } from "./position.js";
import { textOf } from "./text.js";

/** What turns bytes into values that are shared where they are equal. */
export interface Tables {
  readonly positions: PositionReader;
  /** Names and other short texts that come again and again. */
  readonly names: ByteTable<string>;
}

/** A stretch of bytes: `buffer[start, end)`. */
interface Bytes {
  buffer: Buffer;
  start: number;
  end: number;
}

function moveBytes(bytes: Bytes, copy: Buffer, from: number): void {
  bytes.buffer = copy;
  bytes.start -= from;
  bytes.end -= from;
}

/**
 * An explanation as it stands in the input. Its flow lines stay bytes until they are asked for: most explanations are
 * of leaks that nobody wants to see, or are said again with fewer dereferences.
 */
export class Explanation implements FlowWriter {
  private readonly runs: Bytes[] = [];
  /** Whether a decision, or a better explanation of the same thing, has taken it. */
  used = false;

  constructor(
    readonly head: Head,
    readonly at: Position,
    /** The first line, behind its position. */
    private readonly line: Bytes,
    /** Bytes of `file:line:col:`, which every line of the explanation repeats. */
    private readonly prefixLength: number,
    private readonly tables: Tables,
  ) {}

  /** The first line as printed, without its position. */
  get message(): string {
    return textOf(this.line.buffer, this.line.start, this.line.end);
  }

  /** Adds some of its lines, `buffer[start, end)`, of which the last is followed by a line break. */
  add(buffer: Buffer, start: number, end: number): void {
    this.runs.push({ buffer, start, end });
  }

  /** Where what it has of a chunk of input starts; the chunk's length when it has nothing of it. */
  startIn(chunk: Buffer): number {
    if (this.line.buffer === chunk) return this.line.start;
    const run = this.runs.at(-1);
    return run?.buffer === chunk ? run.start : chunk.length;
  }

  /** Goes over from a chunk of input, which is written to again, to a copy of it from an index on. */
  move(chunk: Buffer, copy: Buffer, from: number): void {
    if (this.line.buffer === chunk) moveBytes(this.line, copy, from);
    const run = this.runs.at(-1);
    if (run?.buffer === chunk) moveBytes(run, copy, from);
  }

  /** Reads the flow, first hop first. `lazy`: steps are read when they are looked at, from the input. */
  flow(lazy: boolean): Hop[] {
    const hops: Hop[] = [];
    const { tables } = this;
    const { buffer, start, end } = this.lines();
    const hop = this.hopReader();
    for (let at = start; at < end; ) {
      const stop = lineEnd(buffer, at, end);
      const text = at + this.prefixLength;
      if (isFlow(buffer, text)) {
        hop.read(buffer, text + 9, stop - 1);
        const { from, dereferences } = hop;
        hops.push({ to: hop.next(tables.names), from, dereferences, steps: [] });
      } else if (isStep(buffer, text)) {
        const step = new LazyStep(buffer, text + 10, stop, tables);
        hops.at(-1)?.steps.push(lazy ? step : step.toJSON());
      }
      at = nextLine(buffer, stop);
    }
    return hops;
  }

  /** Writes the flow as JSON, the same as JSON.stringify of {@link flow}, without making its objects. */
  writeFlow(out: ByteWriter): void {
    const { tables } = this;
    const { buffer, start, end } = this.lines();
    const hop = this.hopReader();
    let hops = 0;
    let steps = 0;
    let toStart = 0;
    let toEnd = 0;
    out.ascii("[");
    for (let at = start; at < end; ) {
      const stop = lineEnd(buffer, at, end);
      const text = at + this.prefixLength;
      if (isFlow(buffer, text)) {
        hop.read(buffer, text + 9, stop - 1);
        const isNext = hops > 0 && hop.isNext;
        const { from, dereferences } = hop;
        out.bytes(hops++ === 0 ? FIRST_TO : NEXT_TO);
        const before = out.length;
        out.known(hop.next(tables.names));
        const behind = out.length;
        out.bytes(FROM);
        // Mostly what the hop before goes to.
        if (isNext) out.again(toStart, toEnd);
        else out.text(from);
        toStart = before;
        toEnd = behind;
        out.bytes(DEREFERENCES[dereferences + 1] ?? Buffer.from(dereferencesJson(dereferences)));
        steps = 0;
      } else if (isStep(buffer, text) && hops > 0) {
        out.bytes(steps++ === 0 ? FIRST_STEP : NEXT_STEP);
        writeStep(buffer, text + 10, stop, tables, out);
      }
      at = nextLine(buffer, stop);
    }
    out.ascii(hops > 0 ? "]}]" : "]");
  }

  private lines(): Bytes {
    const { runs } = this;
    if (runs.length > 1) {
      const buffer = Buffer.concat(runs.flatMap(({ buffer, start, end }) => [buffer.subarray(start, end), LINE_FEED]));
      runs.splice(0, runs.length, { buffer, start: 0, end: buffer.length - 1 });
    }
    return runs[0] ?? NOTHING;
  }

  private hopReader(): HopReader {
    const { head, line } = this;
    if (head.kind === "leak")
      return new HopReader(head.subject, line.buffer, line.start + 10, head.subjectBytes, false);
    return new HopReader(head.subject, line.buffer, line.start, head.subjectBytes, true);
  }
}

const LINE_FEED = Buffer.from("\n");
const NOTHING: Bytes = { buffer: LINE_FEED, start: 0, end: 0 };

function lineEnd(buffer: Buffer, start: number, end: number): number {
  const newline = buffer.indexOf(10, start);
  const stop = newline < 0 || newline > end ? end : newline;
  return stop > start && buffer[stop - 1] === 13 ? stop - 1 : stop;
}

/** The start of the line behind one that ends at `end`, before its CR. */
function nextLine(buffer: Buffer, end: number): number {
  return buffer[end] === 13 ? end + 2 : end + 1;
}

/** `   flow: DST ← SRC:` */
function isFlow(buffer: Buffer, text: number): boolean {
  return buffer[text + 3] === 102;
}

/** `     from EXPR (REASON) at POS`; the third kind is `   warning: truncated explanation due to assignment cycle; …`. */
function isStep(buffer: Buffer, text: number): boolean {
  return buffer[text + 5] === 102 && buffer[text + 3] === 32;
}

/** `EXPR (REASON) at POS`, read from the right, since EXPR can hold anything that Go source can. */
class LazyStep implements Step {
  readonly reason: string;
  private readonly open: number;
  private readonly close: number;
  private text: string | null = null;
  private at: Position | null = null;

  constructor(
    private readonly buffer: Buffer,
    private readonly start: number,
    private readonly end: number,
    private readonly tables: Tables,
  ) {
    const close = reasonEnd(buffer, start, end);
    const open = close > start ? reasonStart(buffer, start, close) : end;
    this.open = open;
    this.close = close;
    this.reason = close > start ? tables.names.get(buffer, open + 1, close) : "";
  }

  get expression(): string {
    const { start, open, close, end } = this;
    this.text ??= textOf(this.buffer, start, close > start ? Math.max(start, open - 1) : end);
    return this.text;
  }

  get file(): string | null {
    return this.position().file;
  }

  get line(): number | null {
    return this.position().line;
  }

  get column(): number | null {
    return this.position().column;
  }

  /** The same as an object that does not hold on to the input. */
  toJSON(): Step {
    const { expression, reason } = this;
    const { file, line, column } = this.position();
    return { expression, reason, file, line, column };
  }

  private position(): Position {
    this.at ??= positionOf(this.tables.positions, this.buffer, this.close > this.start ? this.close + 5 : -1, this.end);
    return this.at;
  }
}

function writeStep(buffer: Buffer, start: number, end: number, { positions, names }: Tables, out: ByteWriter): void {
  const close = reasonEnd(buffer, start, end);
  const found = close > start;
  const open = found ? reasonStart(buffer, start, close) : end;
  out.textBytes(buffer, start, found ? Math.max(start, open - 1) : end);
  out.bytes(REASON);
  out.known(found ? names.get(buffer, open + 1, close) : "");
  positions.write(buffer, found ? close + 5 : -1, end, out);
  out.bytes(END);
}

const FIRST_TO = Buffer.from('{"to":');
const NEXT_TO = Buffer.from(']},{"to":');
const FROM = Buffer.from(',"from":');
const DEREFERENCES = [-1, 0, 1, 2, 3].map((count) => Buffer.from(dereferencesJson(count)));
const FIRST_STEP = Buffer.from('{"expression":');
const NEXT_STEP = Buffer.from(',{"expression":');
const REASON = Buffer.from(',"reason":');
const END = Buffer.from("}");

function dereferencesJson(count: number): string {
  return `,"dereferences":${count},"steps":[`;
}

/** The index of the last `) at `. */
function reasonEnd(buffer: Buffer, start: number, end: number): number {
  let close = end - 5;
  while (close > start && !isAt(buffer, close)) close--;
  return close;
}

/** The index of the last `(` before it; reasons hold none. */
function reasonStart(buffer: Buffer, start: number, close: number): number {
  let open = close - 1;
  while (open > start && buffer[open] !== 40) open--;
  return open;
}

/** Whether `) at ` stands at the index. */
function isAt(buffer: Buffer, index: number): boolean {
  return (
    buffer[index] === 41 &&
    buffer[index + 1] === 32 &&
    buffer[index + 2] === 97 &&
    buffer[index + 3] === 116 &&
    buffer[index + 4] === 32
  );
}
