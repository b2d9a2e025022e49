import type { Position } from "./position.js";
import type { Readers } from "./readers.js";
import type { EscapeText } from "./record-json.js";
import { COLUMN, type HeldInput, LINE } from "./scanner.js";

/** `EXPR escapes to heap` or `moved to heap: NAME` as it stands in the input. */
export class Decision implements HeldInput, EscapeText {
  /** EXPR or NAME. */
  readonly subject: string;
  /** Whether a variable is moved to the heap. */
  readonly isMove: boolean;
  textStart: number;
  textEnd: number;
  subjectStart: number;
  subjectEnd: number;

  constructor(
    private readonly readers: Readers,
    row: number,
    readonly at: Position,
  ) {
    const { scanner } = readers;
    const { rows } = scanner;
    this.textStart = rows[row + COLUMN.text] as number;
    this.textEnd = rows[row + COLUMN.end] as number;
    this.subjectStart = rows[row + COLUMN.nameStart] as number;
    this.subjectEnd = rows[row + COLUMN.nameEnd] as number;
    this.subject = scanner.text(this.subjectStart, this.subjectEnd);
    this.isMove = rows[row] === LINE.moved;
  }

  get message(): string {
    return this.readers.scanner.text(this.textStart, this.textEnd);
  }

  get inputStart(): number {
    return this.textStart;
  }

  get inputEnd(): number {
    return this.textEnd + 1;
  }

  move(bytes: number): void {
    this.textStart -= bytes;
    this.textEnd -= bytes;
    this.subjectStart -= bytes;
    this.subjectEnd -= bytes;
  }
}
