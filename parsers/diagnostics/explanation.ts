import type { Hop } from "../../src/records/record.js";
import type { Position } from "./position.js";
import type { Readers } from "./reader-pool.js";
import type { ExplanationText } from "./record-json.js";
import { COLUMN, type HeldInput, LINE } from "./scanner.js";

/**
 * An explanation as it stands in the input: `EXPR escapes to heap in FUNC:` or
 * `parameter P leaks to DST for FUNC with derefs=N:`, and lines of its flow. Those stay bytes until they are asked for:
 * most explanations are of leaks that nobody wants to see, or are said again with fewer dereferences.
 */
export class Explanation implements Position, ExplanationText, HeldInput {
  readonly kind: "escape" | "leak";
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** EXPR or P. */
  readonly subject: string;
  /** FUNC; null where the release does not name it. */
  readonly function: string | null;
  /** DST of a leak; empty for an escape. */
  readonly to: string;
  /** N of a leak. */
  readonly dereferences: number;

  /** Since when no other leak has the same first line; 0 where one may have. */
  readonly round: number;

  /** Whether a decision has taken it, or makes it needless. */
  used = false;
  /** Whether the input ends in it. */
  isCut = false;
  /** Of an escape: the decision that has taken it, by its index in the batch; -1 where none has. */
  decision = -1;
  /** Whether another explains the same leak by fewer dereferences. */
  isWorse = false;
  /** Of the last of a decided parameter's explanations the one of its leak to the heap. */
  heapWay: Explanation | null = null;
  /** Of leaks at one place, and perhaps at others, the one before it. */
  before: Explanation | null = null;
  /** The same for leaks of one function. */
  beforeOfFunction: Explanation | null = null;

  start = 0;
  end = 0;
  readonly prefixLength: number;
  /** The first line behind its position. */
  textStart: number;
  textEnd: number;
  subjectStart: number;
  subjectEnd: number;
  functionStart: number;
  functionEnd: number;

  /** `row`: what the scanner says about the first line. */
  constructor(
    private readonly readers: Readers,
    row: number,
  ) {
    const { scanner } = readers;
    const { rows } = scanner;
    const isLeak = rows[row + COLUMN.kind] === LINE.leakHead;
    const line = rows[row + COLUMN.line] as number;
    const column = rows[row + COLUMN.column] as number;
    this.functionStart = rows[row + COLUMN.functionStart] as number;
    this.functionEnd = this.functionStart === 0 ? 0 : (rows[row + COLUMN.functionEnd] as number);
    this.kind = isLeak ? "leak" : "escape";
    this.file = scanner.fileOf(row);
    this.line = line < 1 ? null : line;
    this.column = line < 1 || column < 0 ? null : column;
    this.subjectStart = rows[row + COLUMN.nameStart] as number;
    this.subjectEnd = rows[row + COLUMN.nameEnd] as number;
    this.subject = scanner.name(rows[row + COLUMN.name] as number, this.subjectStart, this.subjectEnd);
    this.function =
      this.functionStart === 0
        ? null
        : scanner.functionName(rows[row + COLUMN.function] as number, this.functionStart, this.functionEnd);
    this.to = isLeak
      ? scanner.name(
          rows[row + COLUMN.other] as number,
          rows[row + COLUMN.otherStart] as number,
          rows[row + COLUMN.otherEnd] as number,
        )
      : "";
    this.dereferences = isLeak ? (rows[row + COLUMN.number] as number) : 0;
    this.round = isLeak ? (rows[row + COLUMN.round] as number) : 0;
    this.textStart = rows[row + COLUMN.text] as number;
    this.textEnd = rows[row + COLUMN.end] as number;
    this.prefixLength = this.textStart - 1 - (rows[row + COLUMN.start] as number);
  }

  /** Whether the function's name is the input's: some lose a hash. */
  get isNamedAsPrinted(): boolean {
    return this.function !== null && this.functionEnd - this.functionStart === this.function.length;
  }

  get maybeStorage(): boolean {
    return this.kind === "escape";
  }

  /** The first line as printed, without its position. */
  get message(): string {
    return this.readers.scanner.text(this.textStart, this.textEnd);
  }

  get lineStart(): number {
    return this.textStart - 1 - this.prefixLength;
  }

  get inputStart(): number {
    return this.lineStart;
  }

  get inputEnd(): number {
    return Math.max(this.textEnd, this.end) + 1;
  }

  move(bytes: number): void {
    this.textStart -= bytes;
    this.textEnd -= bytes;
    this.subjectStart -= bytes;
    this.subjectEnd -= bytes;
    this.functionStart -= bytes;
    this.functionEnd -= bytes;
    if (this.end === 0) return;
    this.start -= bytes;
    this.end -= bytes;
  }

  /** Adds some of its lines, which follow those it has. */
  add(start: number, end: number): void {
    if (this.end === 0) this.start = start;
    this.end = end;
  }

  /** Forgets its lines but the first: they cannot be read, or others are missing between them. */
  dropFlow(): void {
    this.start = 0;
    this.end = 0;
  }

  /** Reads the flow, first hop first. `lazy`: expressions of steps are read when they are looked at, from the input. */
  flow(lazy: boolean): Hop[] {
    return this.readers.flows.flow(this, lazy);
  }

  /** The last hop of the flow, read as {@link flow} does when it is lazy. */
  lastHop(): Hop | undefined {
    return this.readers.flows.lastHop(this);
  }
}
