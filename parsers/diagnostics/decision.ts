import type { Explanation } from "./explanation.js";
import type { Position } from "./position.js";
import type { Readers } from "./reader-pool.js";
import type { EscapeText } from "./record-json.js";
import { COLUMN, type HeldInput, LINE } from "./scanner.js";

/** `EXPR escapes to heap` or `moved to heap: NAME` as it stands in the input. */
export class Decision implements HeldInput, EscapeText {
  private known: string | null = null;
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
    this.isMove = rows[row] === LINE.moved;
  }

  /** EXPR or NAME. */
  get subject(): string {
    this.known ??= this.readers.scanner.text(this.subjectStart, this.subjectEnd);
    return this.known;
  }

  get message(): string {
    return this.isMove ? `moved to heap: ${this.subject}` : `${this.subject} escapes to heap`;
  }

  /** Whether it is about what the explanation is about. Mostly it is, and then there is no need to read it again. */
  isAbout({ subject, subjectStart, subjectEnd }: Explanation): boolean {
    if (this.known !== null) return this.known === subject;
    const length = subjectEnd - subjectStart;
    if (this.subjectEnd - this.subjectStart !== length) return false;
    const { bytes } = this.readers.scanner;
    for (let i = 0; i < length; i++) if (bytes[this.subjectStart + i] !== bytes[subjectStart + i]) return false;
    this.known = subject;
    return true;
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
