import type { Hop } from "../../src/records/record.js";
import type { FlowWriter } from "../../src/records/serialize.js";
import type { ByteWriter } from "../../src/text/bytes.js";
import type { Head } from "./message.js";
import type { Position } from "./position.js";
import { COLUMN, type FlowLines, type HeldInput, type Scanner } from "./scanner.js";

/**
 * An explanation as it stands in the input. Its flow lines stay bytes until they are asked for: most explanations are
 * of leaks that nobody wants to see, or are said again with fewer dereferences.
 */
export class Explanation implements FlowLines, FlowWriter, HeldInput {
  /** Whether a decision, or a better explanation of the same thing, has taken it. */
  used = false;
  /** Whether another explains the same leak by fewer dereferences. */
  isWorse = false;
  /** The one before it of leaks at the same place. */
  before: Explanation | null = null;
  start = 0;
  end = 0;
  readonly prefixLength: number;
  /** The first line behind its position. */
  private textStart: number;
  private textEnd: number;
  subjectStart: number;
  subjectEnd: number;

  /** `row`: what the scanner says about the first line. */
  constructor(
    private readonly scanner: Scanner,
    readonly head: Head,
    readonly at: Position,
    row: number,
  ) {
    const { rows } = scanner;
    this.textStart = rows[row + COLUMN.text] as number;
    this.textEnd = rows[row + COLUMN.end] as number;
    this.subjectStart = rows[row + COLUMN.nameStart] as number;
    this.subjectEnd = rows[row + COLUMN.nameEnd] as number;
    this.prefixLength = this.textStart - 1 - (rows[row + COLUMN.start] as number);
  }

  get subject(): string {
    return this.head.subject;
  }

  get maybeStorage(): boolean {
    return this.head.kind === "escape";
  }

  /** The first line as printed, without its position. */
  get message(): string {
    return this.scanner.text(this.textStart, this.textEnd);
  }

  get inputStart(): number {
    return this.textStart;
  }

  get inputEnd(): number {
    return Math.max(this.textEnd, this.end) + 1;
  }

  /** Adds some of its lines, which follow those it has. */
  add(start: number, end: number): void {
    if (this.end === 0) this.start = start;
    this.end = end;
  }

  move(bytes: number): void {
    this.textStart -= bytes;
    this.textEnd -= bytes;
    this.subjectStart -= bytes;
    this.subjectEnd -= bytes;
    if (this.end === 0) return;
    this.start -= bytes;
    this.end -= bytes;
  }

  /** Reads the flow, first hop first. `lazy`: expressions of steps are read when they are looked at, from the input. */
  flow(lazy: boolean): Hop[] {
    return this.scanner.flow(this, lazy);
  }

  /** Writes the flow as JSON, the same as JSON.stringify of {@link flow}, without making its objects. */
  writeFlow(out: ByteWriter): void {
    this.scanner.writeFlow(this, out);
  }
}
