import type { RecordKind } from "../../src/records/vocabulary.js";
import { jsonText } from "../../src/text/json.js";
import { NO_POSITION, type Position } from "./position.js";
import { type Compiled, instantiate } from "./scanner-wasm.js";
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
  /** Of a line about inlining: -1 where there is none. */
  budget: 13,
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
  /** Of a leak: since when no other has the same first line but for its dereferences; 0 where one may have. */
  round: 22,
} as const;
export const ROW_LENGTH = 24;

/** Behind all input there has to be so much room, since it is read in pieces. */
const SLACK_BYTES = 64;
const PAGE_BYTES = 64 * 1024;
/** Input that there is room for at first. */
const FIRST_BYTES = 2 * 1024 * 1024;
/** Names that have a number at most; the same as in scanner/memory.ts. */
const MAX_NAMES = 0x8000;

/** Go 1.27 marks some closures with a hash of their position, which differs from build to build: `f.func1#SdcfMCijSY0=#`. */
const CLOSURE_HASH = /#[\w+/]{10,12}=*#/g;

/** Scanned input that is still needed. */
export interface HeldInput {
  readonly inputStart: number;
  /** Behind its last line break. What comes next of the same explanation is put there. */
  readonly inputEnd: number;
  /** Tells that it has moved towards the start of the memory. */
  move(bytes: number): void;
}

/** What is wanted of an input. */
export interface Wanted {
  /** Turns the compiler's file name into the record's. */
  readonly mapFile: (file: string) => string;
  /** Lines of other kinds may share a row. */
  readonly kinds: ReadonlySet<RecordKind>;
  /** Whether explanations of leaks to results without a name are not wanted. */
  readonly heapFlowsOnly: boolean;
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
  /** The compiled scanner. */
  readonly wasm: Compiled;
  private readonly inputStart: number;
  /** Input that is held, and where the lines start that were not scanned yet. */
  private next: number;
  private end: number;
  /** Where it has to be made room for more; less than the memory, since that grows at a price. */
  private capacity: number;
  private readonly names = emptyTable();
  private readonly functions = emptyTable();
  private readonly files = emptyTable();

  private mapFile: (file: string) => string = (file) => file;

  constructor() {
    this.wasm = instantiate({
      encodeText: (start, end, out, limit) => this.encodeText(start, end, out, limit),
      encodeFile: (start, end, number, out, limit) => this.encodeFile(start, end, number, out, limit),
    });
    this.inputStart = this.wasm.INPUT.value;
    this.firstRow = this.wasm.ROWS.value / 4;
    this.maxLineBytes = this.wasm.MAX_LINE_BYTES.value;
    this.capacity = this.inputStart + FIRST_BYTES;
    this.next = this.inputStart;
    this.end = this.inputStart;
    this.bytes = Buffer.from(this.wasm.memory.buffer);
    this.rows = new Int32Array(this.wasm.memory.buffer);
  }

  /** Begins with new input. */
  begin({ mapFile, kinds, heapFlowsOnly }: Wanted): void {
    this.mapFile = mapFile;
    this.next = this.inputStart;
    this.end = this.inputStart;
    this.clearNames();
    this.wasm.begin(kinds.has("leak"), !heapFlowsOnly, kinds.has("stack"), kinds.has("inlined-call"));
  }

  /** Whether it holds so much memory that the next input had better have another. */
  get isLarge(): boolean {
    return this.capacity > this.inputStart + 4 * FIRST_BYTES;
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

  /** Makes room for input, and returns it. Of what was scanned only `held` stays. */
  room(bytes: number, held: { pending(): readonly HeldInput[] }): Uint8Array {
    if (this.end + bytes + SLACK_BYTES > this.capacity) {
      this.compact(held.pending());
      // Room for as much again, so that a batch that goes on and on is not moved each time.
      this.reserve(2 * (this.end - this.inputStart) + bytes);
    }
    return this.bytes.subarray(this.end, this.end + bytes);
  }

  /** Adds input, which may have been put to its place. Of what was scanned only `held` stays. */
  append(input: Uint8Array, held: { pending(): readonly HeldInput[] }): void {
    const room = this.room(input.length, held);
    if (input.buffer !== room.buffer || input.byteOffset !== room.byteOffset) room.set(input);
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
    if (this.wasm.namesFull() !== 0) this.clearNames();
    const rows = this.wasm.scan(this.next, this.end);
    this.next = this.wasm.next.value;
    return rows;
  }

  private clearNames(): void {
    this.wasm.clearNames();
    this.names.fill(undefined);
    this.functions.fill(undefined);
    this.files.fill(undefined);
  }

  /** Fills a row again, for a line that looks like a header and is none. */
  scanAgain(row: number): void {
    this.wasm.scanAgain(4 * row);
  }

  /** What comes next is no line of the current explanation. */
  endExplanation(): void {
    this.wasm.endExplanation();
  }

  /** The line that starts there, without its line break. */
  lineAt(start: number): string {
    return this.text(start, this.bytes.indexOf(10, start)).trimEnd();
  }

  text(start: number, end: number): string {
    return textOf(this.bytes, start, end);
  }

  /** The place of a row. */
  position(row: number): Position {
    const { rows } = this;
    const line = rows[row + COLUMN.line] as number;
    if (line < 1) return NO_POSITION;
    const column = rows[row + COLUMN.column] as number;
    return { file: this.fileOf(row), line, column: column < 0 ? null : column };
  }

  /** The file of a row's place. */
  fileOf(row: number): string | null {
    const { rows } = this;
    if ((rows[row + COLUMN.line] as number) < 1) return null;
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

  /** The same for the name of a file. */
  file(number: number, start: number, end: number): string {
    const known = number < 0 ? undefined : this.files[number];
    if (known !== undefined) return known;
    const name = this.mapFile(this.text(start, end));
    if (number >= 0) this.files[number] = name;
    return name;
  }

  /** Makes room for so many bytes of input. */
  private reserve(bytes: number): void {
    const { memory } = this.wasm;
    this.capacity = Math.max(this.capacity, this.inputStart + bytes + SLACK_BYTES);
    const missing = this.capacity - memory.buffer.byteLength;
    if (missing <= 0) return;
    memory.grow(Math.ceil(missing / PAGE_BYTES));
    this.bytes = Buffer.from(memory.buffer);
    this.rows = new Int32Array(memory.buffer);
  }

  private encodeText(start: number, end: number, out: number, limit: number): number {
    return this.encode(jsonText(this.text(start, end)), out, limit);
  }

  private encodeFile(start: number, end: number, number: number, out: number, limit: number): number {
    const json = `,"file":${jsonText(this.file(number, start, end))},"line":`;
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

/** A table of names by number. One that grows would make V8 compile what reads it again and again. */
function emptyTable(): (string | undefined)[] {
  return new Array<string | undefined>(MAX_NAMES).fill(undefined);
}
