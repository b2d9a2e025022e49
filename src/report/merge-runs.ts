import type { DiagnosticRecord } from "../records/record.js";
import { comparePlaces } from "./record-order.js";

/** How much of a run is held at once. */
const BLOCK_BYTES = 64 * 1024;
/** How much is handed out at once. */
const PIECE_BYTES = 256 * 1024;
const NEWLINE = 10;

/** Sorted lines of JSON somewhere: fills the buffer with what is at the offset. */
export interface Run {
  readonly length: number;
  read(bytes: Buffer, offset: number): void;
}

/**
 * Merges sorted runs of records as JSON lines, holding a block of each, and hands out buffers of whole lines. `end`: what is
 * behind the JSON of each line.
 */
export function* mergeRuns(runs: readonly Run[], end: string): Generator<Buffer> {
  const heap: Cursor[] = [];
  for (const run of runs) {
    const cursor = new Cursor(run, end.length);
    if (cursor.next()) push(heap, cursor);
  }
  let lines: Buffer[] = [];
  let bytes = 0;
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    // A copy: the block that the line is in is read over.
    lines.push(Buffer.from(first.line));
    bytes += first.line.length;
    if (first.next()) sink(heap);
    else removeFirst(heap);
    if (bytes < PIECE_BYTES) continue;
    yield Buffer.concat(lines);
    lines = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(lines);
}

/** Where a run has been read to. */
class Cursor {
  /** With what is behind its JSON. */
  line: Buffer = Buffer.alloc(0);
  place: Parameters<typeof comparePlaces>[0] = { file: null, line: null, column: null };
  private block: Buffer = Buffer.alloc(0);
  private at = 0;
  private offset = 0;

  constructor(
    private readonly run: Run,
    private readonly endLength: number,
  ) {}

  /** Goes to the next line; false at the end. */
  next(): boolean {
    let newline = this.block.indexOf(NEWLINE, this.at);
    while (newline < 0) {
      const left = this.run.length - this.offset;
      if (left === 0) return false;
      const rest = this.block.subarray(this.at);
      const block = Buffer.allocUnsafe(rest.length + Math.min(left, Math.max(BLOCK_BYTES, rest.length)));
      rest.copy(block);
      this.run.read(block.subarray(rest.length), this.offset);
      this.offset += block.length - rest.length;
      this.block = block;
      this.at = 0;
      newline = block.indexOf(NEWLINE, rest.length);
    }
    this.line = this.block.subarray(this.at, newline + 1);
    this.at = newline + 1;
    const record: DiagnosticRecord = JSON.parse(this.line.toString("utf8", 0, this.line.length - this.endLength));
    this.place = { file: record.file, line: record.line, column: record.column };
    return true;
  }

  isBefore(other: Cursor): boolean {
    return (comparePlaces(this.place, other.place) || this.line.compare(other.line)) < 0;
  }
}

function push(heap: Cursor[], cursor: Cursor): void {
  heap.push(cursor);
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (!isBefore(heap, at, parent)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function removeFirst(heap: Cursor[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  heap[0] = last;
  sink(heap);
}

/** Puts the first where it belongs. */
function sink(heap: Cursor[]): void {
  for (let at = 0; ; ) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    let least = at;
    if (left < heap.length && isBefore(heap, left, least)) least = left;
    if (right < heap.length && isBefore(heap, right, least)) least = right;
    if (least === at) return;
    swap(heap, at, least);
    at = least;
  }
}

function isBefore(heap: readonly Cursor[], a: number, b: number): boolean {
  return (heap[a] as Cursor).isBefore(heap[b] as Cursor);
}

function swap(heap: Cursor[], a: number, b: number): void {
  [heap[a], heap[b]] = [heap[b] as Cursor, heap[a] as Cursor];
}
