import type { Hop, Step } from "../../src/records/record.js";
import type { RecordKind } from "../../src/records/vocabulary.js";
import type { ByteWriter } from "../../src/text/bytes.js";
import { type Compiled, instantiate } from "./compiled.js";
import { NO_POSITION, type Position } from "./position.js";
import { textOf } from "./text.js";

/** What a line is; the same numbers as in scanner/lines.ts. */
export const LINE = {
  /** Further lines of an explanation whose beginning had no end yet when it was scanned. */
  flow: 1,
  /** A line of more than 16 MiB. */
  long: 2,
  /** A line that starts with `# `. */
  header: 3,
  escapeHead: 4,
  leakHead: 5,
  inlinedCall: 6,
  stack: 7,
  inlinable: 8,
  notInlinable: 9,
  escape: 10,
  moved: 11,
  leak: 12,
  leakOfContent: 13,
  leakToResult: 14,
  capture: 15,
  /** Anything else: only its place is known. */
  other: 16,
  /** Explanations that are not kept: their leaks have been explained before, or nobody wants them. */
  knownLeaks: 17,
  /** Lines about what does not escape. */
  stacks: 18,
  /** Lines that tell nothing new. */
  passedOver: 19,
} as const;

/** Where a row of {@link Scanner.rows} has what: indexes of bytes, numbers of names (-1: none), numbers. */
export const COLUMN = {
  kind: 0,
  start: 1,
  /** Where the text behind the place starts; the same as `start` where the line has no place. */
  text: 2,
  end: 3,
  file: 4,
  fileEnd: 5,
  line: 6,
  column: 7,
  nameStart: 8,
  nameEnd: 9,
  name: 10,
  otherStart: 11,
  otherEnd: 12,
  other: 13,
  /** 0 where there is no function. */
  functionStart: 14,
  functionEnd: 15,
  function: 16,
  number: 17,
  messageEnd: 18,
  /** The flow of an explanation, as far as it was scanned with its first line. */
  flowStart: 19,
  flowEnd: 20,
  flowLines: 21,
} as const;
export const ROW_LENGTH = 22;

/** The same for {@link Scanner.flowRows}: a hop (1) or a step (2). */
const HOP = { toStart: 1, toEnd: 2, to: 3, fromStart: 4, fromEnd: 5, from: 6, dereferences: 7 } as const;
const STEP = {
  expressionStart: 1,
  expressionEnd: 2,
  reasonStart: 3,
  reasonEnd: 4,
  reason: 5,
  fileStart: 6,
  fileEnd: 7,
  file: 8,
  line: 9,
  column: 10,
} as const;
const FLOW_ROW_LENGTH = 12;

/** Behind all input there has to be so much room, since it is read in pieces. */
const SLACK_BYTES = 64;
const PAGE_BYTES = 64 * 1024;

/** Go 1.27 marks some closures with a hash of their position, which differs from build to build: `f.func1#SdcfMCijSY0=#`. */
const CLOSURE_HASH = /#[\w+/]{10,12}=*#/g;

/** The lines of one explanation in the scanner's memory. Indexes move with {@link Scanner.append}. */
export interface FlowLines {
  /** What is explained, in the first line. */
  readonly subject: string;
  readonly subjectStart: number;
  readonly subjectEnd: number;
  /** Whether the first hop may come from the storage for the subject. */
  readonly maybeStorage: boolean;
  /** The lines behind the first; empty where both are 0. */
  readonly start: number;
  readonly end: number;
  /** Bytes of `file:line:col:`, which every line starts with. */
  readonly prefixLength: number;
}

/** Scanned input that is still needed. */
export interface HeldInput {
  readonly inputStart: number;
  /** Behind its last line break. What comes next of the same explanation is put there. */
  readonly inputEnd: number;
  /** Tells that it has moved towards the start of the memory. */
  move(bytes: number): void;
}

/**
 * Holds input in the memory of the compiled scanner, tells its lines apart and gives equal names the same string. What
 * it says about a line, and the line's bytes, are good until the next {@link Scanner.append}.
 */
export class Scanner {
  /** The memory; another object after it has grown. */
  bytes: Buffer;
  /** What {@link scan} found: a row of {@link ROW_LENGTH} numbers for each line, from {@link firstRow} on. */
  rows: Int32Array;
  readonly firstRow: number;
  readonly maxLineBytes: number;
  private readonly wasm: Compiled;
  private readonly inputStart: number;
  private readonly firstFlowRow: number;
  /** Input that is held, and where the lines start that were not scanned yet. */
  private next: number;
  private end: number;
  private readonly names: string[] = [];
  private readonly functions: string[] = [];
  private readonly files: string[] = [];

  /** `mapFile` turns the compiler's file name into the record's. Lines of other `kinds` may share a row. */
  constructor(
    private readonly mapFile: (file: string) => string,
    kinds: ReadonlySet<RecordKind>,
  ) {
    this.wasm = instantiate({
      encodeText: (start, end, out, limit) => this.encodeText(start, end, out, limit),
      encodeFile: (start, end, number, out, limit) => this.encodeFile(start, end, number, out, limit),
    });
    this.wasm.keep(kinds.has("leak"), kinds.has("stack"), kinds.has("inlined-call"));
    this.inputStart = this.wasm.INPUT.value;
    this.firstRow = this.wasm.ROWS.value / 4;
    this.firstFlowRow = this.wasm.FLOW_ROWS.value / 4;
    this.maxLineBytes = this.wasm.MAX_LINE_BYTES.value;
    this.next = this.inputStart;
    this.end = this.inputStart;
    this.bytes = Buffer.from(this.wasm.memory.buffer);
    this.rows = new Int32Array(this.wasm.memory.buffer);
  }

  /** Bytes of a line that has no end yet. */
  get rest(): number {
    return this.end - this.next;
  }

  /** The beginning of that line, at most so many bytes of it. */
  restText(bytes: number): string {
    return textOf(this.bytes, this.next, Math.min(this.end, this.next + bytes));
  }

  /** Forgets the line that has no end yet. */
  dropRest(): void {
    this.end = this.next;
  }

  /** Adds input. Of what was scanned only `held` stays. */
  append(input: Uint8Array, held: { pending(): readonly HeldInput[] }): void {
    if (this.end + input.length + SLACK_BYTES > this.bytes.length) {
      this.compact(held.pending());
      // Room for as much again, so that a batch that goes on and on is not moved each time.
      this.reserve(2 * (this.end - this.inputStart) + input.length);
    }
    this.bytes.set(input, this.end);
    this.end += input.length;
  }

  private compact(held: readonly HeldInput[]): void {
    const { bytes } = this;
    this.wasm.forgetHeads();
    let to = this.inputStart;
    for (const each of held) {
      const { inputStart, inputEnd } = each;
      if (to < inputStart) {
        bytes.copyWithin(to, inputStart, inputEnd);
        each.move(inputStart - to);
      }
      to += inputEnd - inputStart;
    }
    bytes.copyWithin(to, this.next, this.end);
    this.end -= this.next - to;
    this.next = to;
  }

  /** Tells the next complete lines apart: returns how many rows there are, 0 when no line is left. */
  scan(): number {
    if (this.wasm.namesFull() !== 0) {
      this.wasm.clearNames();
      this.names.length = 0;
      this.functions.length = 0;
      this.files.length = 0;
    }
    const rows = this.wasm.scan(this.next, this.end);
    this.next = this.wasm.next.value;
    return rows;
  }

  /** Fills a row again, for a line that looks like a header and is none. */
  scanAgain(row: number): void {
    this.wasm.scanAgain(4 * row);
  }

  /** What comes next is no line of the current explanation. */
  endExplanation(): void {
    this.wasm.endExplanation();
  }

  text(start: number, end: number): string {
    return textOf(this.bytes, start, end);
  }

  /** The place of a row. */
  position(row: number): Position {
    const { rows } = this;
    const line = rows[row + COLUMN.line] as number;
    if (line < 0) return NO_POSITION;
    const column = rows[row + COLUMN.column] as number;
    return { file: this.fileOf(row), line, column: column < 0 ? null : column };
  }

  /** The file of a row's place. */
  fileOf(row: number): string | null {
    const { rows } = this;
    if ((rows[row + COLUMN.line] as number) < 0) return null;
    const start = rows[row + COLUMN.start] as number;
    return this.file(rows[row + COLUMN.file] as number, start, rows[row + COLUMN.fileEnd] as number);
  }

  /** The name in `[start, end)`, whose number is given. */
  name(number: number, start: number, end: number): string {
    if (number < 0) return this.text(start, end);
    const known = this.names[number];
    if (known !== undefined) return known;
    const name = this.text(start, end);
    this.names[number] = name;
    return name;
  }

  /** The same for the name of a function. */
  functionName(number: number, start: number, end: number): string {
    const known = number < 0 ? undefined : this.functions[number];
    if (known !== undefined) return known;
    const text = this.text(start, end);
    const name = text.includes("#") ? text.replace(CLOSURE_HASH, "") : text;
    if (number >= 0) this.functions[number] = name;
    return name;
  }

  private file(number: number, start: number, end: number): string {
    const known = number < 0 ? undefined : this.files[number];
    if (known !== undefined) return known;
    const name = this.mapFile(this.text(start, end));
    if (number >= 0) this.files[number] = name;
    return name;
  }

  /** Reads a flow, first hop first. `lazy`: expressions of steps are read when they are looked at. */
  flow(lines: FlowLines, lazy: boolean): Hop[] {
    if (lines.end === 0) return [];
    this.openFlow(lines);
    return this.readFlow(lines.subject, lazy);
  }

  /** The last hop of a flow. Expressions of steps are read when they are looked at. */
  lastHop(lines: FlowLines): Hop | undefined {
    if (lines.end === 0) return undefined;
    this.openFlow(lines);
    this.wasm.skipToLastHop();
    return this.readFlow(null, true).at(-1);
  }

  /** `subject`: what the first hop comes from; null when it is one in the middle. */
  private readFlow(subject: string | null, lazy: boolean): Hop[] {
    const hops: Hop[] = [];
    let source = subject;
    let steps: Step[] = [];
    for (let count = this.wasm.readFlow(); count > 0; count = this.wasm.readFlow()) {
      const { rows } = this;
      for (let i = 0, row = this.firstFlowRow; i < count; i++, row += FLOW_ROW_LENGTH) {
        if (rows[row] === 1) {
          steps = [];
          const hop = this.hop(row, source, steps);
          hops.push(hop);
          source = hop.to;
        } else steps.push(lazy ? this.step(row) : this.step(row).toJSON());
      }
    }
    return hops;
  }

  private hop(row: number, source: string | null, steps: Step[]): Hop {
    const { rows } = this;
    const to = this.name(
      rows[row + HOP.to] as number,
      rows[row + HOP.toStart] as number,
      rows[row + HOP.toEnd] as number,
    );
    const from =
      rows[row + HOP.from] === 0 && source !== null
        ? source
        : this.text(rows[row + HOP.fromStart] as number, rows[row + HOP.fromEnd] as number);
    return { to, from, dereferences: rows[row + HOP.dereferences] as number, steps };
  }

  private step(row: number): LazyStep {
    const { rows } = this;
    const line = rows[row + STEP.line] as number;
    const column = rows[row + STEP.column] as number;
    const file =
      line < 0
        ? null
        : this.file(
            rows[row + STEP.file] as number,
            rows[row + STEP.fileStart] as number,
            rows[row + STEP.fileEnd] as number,
          );
    return new LazyStep(
      this,
      rows[row + STEP.expressionStart] as number,
      rows[row + STEP.expressionEnd] as number,
      this.name(
        rows[row + STEP.reason] as number,
        rows[row + STEP.reasonStart] as number,
        rows[row + STEP.reasonEnd] as number,
      ),
      file,
      line < 0 ? null : line,
      column < 0 ? null : column,
    );
  }

  /** Writes a flow as JSON, the same as JSON.stringify of {@link flow}. */
  writeFlow(lines: FlowLines, out: ByteWriter): void {
    if (lines.end === 0) {
      out.ascii("[]");
      return;
    }
    for (;;) {
      this.openFlow(lines);
      const start = this.end + SLACK_BYTES;
      const end = this.wasm.writeFlow(start, this.bytes.length - SLACK_BYTES);
      if (end !== 0) {
        out.copy(this.bytes, start, end);
        return;
      }
      this.reserve(2 * (this.bytes.length - this.inputStart));
    }
  }

  private openFlow({ subjectStart, subjectEnd, maybeStorage, start, end, prefixLength }: FlowLines): void {
    this.wasm.openFlow(subjectStart, subjectEnd, maybeStorage, start, end, prefixLength);
  }

  /** Makes room for so many bytes of input. */
  private reserve(bytes: number): void {
    const { memory } = this.wasm;
    const missing = this.inputStart + bytes + SLACK_BYTES - memory.buffer.byteLength;
    if (missing <= 0) return;
    memory.grow(Math.ceil(missing / PAGE_BYTES));
    this.bytes = Buffer.from(memory.buffer);
    this.rows = new Int32Array(memory.buffer);
  }

  private encodeText(start: number, end: number, out: number, limit: number): number {
    return this.encode(JSON.stringify(this.text(start, end)), out, limit);
  }

  private encodeFile(start: number, end: number, number: number, out: number, limit: number): number {
    const json = `,"file":${JSON.stringify(this.file(number, start, end))},"line":`;
    const { filesEnd, FILES, FILE_BYTES_END } = this.wasm;
    const at = filesEnd.value;
    const stop = number < 0 ? 0 : this.encode(json, at, FILE_BYTES_END.value);
    if (stop !== 0) {
      this.wasm.useFiles(stop);
      this.rows[FILES.value / 4 + 2 * number] = at;
      this.rows[FILES.value / 4 + 2 * number + 1] = stop - at;
    }
    return this.encode(json, out, limit);
  }

  private encode(json: string, out: number, limit: number): number {
    const length = Buffer.byteLength(json);
    return out + length > limit ? 0 : out + this.bytes.write(json, out);
  }
}

/** A step whose expression is read when it is looked at. */
class LazyStep implements Step {
  private known: string | null = null;

  constructor(
    private readonly scanner: Scanner,
    private readonly start: number,
    private readonly end: number,
    readonly reason: string,
    readonly file: string | null,
    readonly line: number | null,
    readonly column: number | null,
  ) {}

  get expression(): string {
    this.known ??= this.scanner.text(this.start, this.end);
    return this.known;
  }

  /** The same as an object that does not hold on to the input. */
  toJSON(): Step {
    const { expression, reason, file, line, column } = this;
    return { expression, reason, file, line, column };
  }
}
