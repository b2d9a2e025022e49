import type { Hop, Step } from "../../src/records/record.js";
import type { Position } from "./position.js";
import type { COLUMN, Scanner } from "./scanner.js";

/** Where a row of a flow has what, as in {@link COLUMN}: a hop (1) or a step (2). */
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

/** The lines of one explanation in the scanner's memory. Indexes move with {@link Scanner.append}. */
export interface FlowLines extends Position {
  /** Where the first line starts. */
  readonly lineStart: number;
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
  /** Forgets the lines behind the first. */
  dropFlow(): void;
}

/** A line that cannot be read for sure, because of which its whole flow was left out. */
export interface UnreadableLine {
  readonly at: Position;
  readonly text: string;
}

/** Reads flows from the scanner's memory. */
export class FlowReader {
  private readonly firstRow: number;
  private unreadable: UnreadableLine[] = [];

  constructor(private readonly scanner: Scanner) {
    this.firstRow = scanner.wasm.FLOW_ROWS.value / 4;
  }

  /** Reads a flow, first hop first; none where a line of it cannot be read: half a flow tells a wrong cause. `lazy`: expressions of steps are read when they are looked at. */
  flow(lines: FlowLines, lazy: boolean): Hop[] {
    if (lines.end === 0) return [];
    this.open(lines);
    const hops = this.readFlow(lines.subject, lazy);
    const broken = this.scanner.wasm.broken.value;
    if (broken === 0) return hops;
    const { file, line, column } = lines;
    const text = this.scanner.lineAt(broken);
    this.unreadable.push({ at: { file, line, column }, text });
    lines.dropFlow();
    return [];
  }

  /** Lines that could not be read since it was asked last. */
  takeUnreadable(): readonly UnreadableLine[] {
    const { unreadable } = this;
    if (unreadable.length > 0) this.unreadable = [];
    return unreadable;
  }

  /** The last hop of a flow. Expressions of steps are read when they are looked at. */
  lastHop(lines: FlowLines): Hop | undefined {
    if (lines.end === 0) return undefined;
    this.open(lines);
    this.scanner.wasm.skipToLastHop();
    return this.readFlow(null, true).at(-1);
  }

  /** `subject`: what the first hop comes from; null when it is one in the middle. */
  private readFlow(subject: string | null, lazy: boolean): Hop[] {
    const hops: Hop[] = [];
    let source = subject;
    let steps: Step[] = [];
    const { wasm } = this.scanner;
    for (let count = wasm.readFlow(); count > 0; count = wasm.readFlow()) {
      const { rows } = this.scanner;
      for (let i = 0, row = this.firstRow; i < count; i++, row += FLOW_ROW_LENGTH) {
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
    const { scanner } = this;
    const { rows } = scanner;
    const to = scanner.name(
      rows[row + HOP.to] as number,
      rows[row + HOP.toStart] as number,
      rows[row + HOP.toEnd] as number,
    );
    const from =
      rows[row + HOP.from] === 0 && source !== null
        ? source
        : scanner.text(rows[row + HOP.fromStart] as number, rows[row + HOP.fromEnd] as number);
    return { to, from, dereferences: rows[row + HOP.dereferences] as number, steps };
  }

  private step(row: number): LazyStep {
    const { scanner } = this;
    const { rows } = scanner;
    const line = rows[row + STEP.line] as number;
    const column = rows[row + STEP.column] as number;
    const file =
      line < 1
        ? null
        : scanner.file(
            rows[row + STEP.file] as number,
            rows[row + STEP.fileStart] as number,
            rows[row + STEP.fileEnd] as number,
          );
    return new LazyStep(
      scanner,
      rows[row + STEP.expressionStart] as number,
      rows[row + STEP.expressionEnd] as number,
      scanner.name(
        rows[row + STEP.reason] as number,
        rows[row + STEP.reasonStart] as number,
        rows[row + STEP.reasonEnd] as number,
      ),
      file,
      line < 1 ? null : line,
      line < 1 || column < 0 ? null : column,
    );
  }

  /** Begins to read a flow. */
  open({ lineStart, subjectStart, subjectEnd, maybeStorage, start, end, prefixLength }: FlowLines): void {
    this.scanner.wasm.openFlow(lineStart, subjectStart, subjectEnd, maybeStorage, start, end, prefixLength);
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
