import type { InliningRecord } from "../../src/records/record.js";
import { type FromParser, JSON_WRITER, type JsonWriter } from "../../src/records/serialize.js";
import type { ByteWriter } from "../../src/text/bytes.js";
import type { PackageFacts } from "./package-facts.js";
import type { Position } from "./position.js";
import type { Readers } from "./reader-pool.js";
import type { InliningText } from "./record-json.js";
import { COLUMN, LINE } from "./scanner.js";

/** Whether a function can be inlined, as it stands in the input: its texts are read when they are looked at. */
export class Inlining implements InliningRecord, InliningText, FromParser, JsonWriter {
  readonly kind = "inlining" as const;
  readonly package: string | null;
  readonly variant: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly function: string;
  readonly inlinable: boolean;
  readonly cost: number | null;
  readonly budget: number | null;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly textStart: number;
  readonly textEnd: number;
  readonly reasonStart: number;
  readonly reasonEnd: number;

  /** `row`: a `can inline` or `cannot inline` line. Of the first the body of the function is no part of the message. */
  constructor(
    private readonly readers: Readers,
    row: number,
    { importPath, variant }: PackageFacts,
    { file, line, column }: Position,
  ) {
    const { scanner } = readers;
    const { rows } = scanner;
    const cost = rows[row + COLUMN.number] as number;
    const budget = rows[row + COLUMN.budget] as number;
    this.package = importPath;
    this.variant = variant;
    this.file = file;
    this.line = line;
    this.column = column;
    this.nameStart = rows[row + COLUMN.nameStart] as number;
    this.nameEnd = rows[row + COLUMN.nameEnd] as number;
    this.textStart = rows[row + COLUMN.text] as number;
    this.textEnd = rows[row + COLUMN.messageEnd] as number;
    this.reasonStart = rows[row + COLUMN.otherStart] as number;
    this.reasonEnd = rows[row + COLUMN.otherEnd] as number;
    this.function = scanner.name(rows[row + COLUMN.name] as number, this.nameStart, this.nameEnd);
    this.inlinable = rows[row] === LINE.inlinable;
    this.cost = cost < 0 ? null : cost;
    this.budget = budget < 0 ? null : budget;
  }

  get message(): string {
    return this.readers.scanner.text(this.textStart, this.textEnd);
  }

  get reason(): string | null {
    return this.reasonStart === 0 ? null : this.readers.scanner.text(this.reasonStart, this.reasonEnd);
  }

  get [JSON_WRITER](): JsonWriter {
    return this;
  }

  writeLine(_record: unknown, out: ByteWriter, comma: boolean): boolean {
    return this.readers.json.inlining(this, out, comma);
  }

  /** The same as an object that does not hold on to the input. */
  toJSON(): InliningRecord {
    const { kind, package: importPath, variant, file, line, column, function: name, message } = this;
    const { inlinable, cost, budget, reason } = this;
    const place = { kind, package: importPath, variant, file, line, column, function: name };
    return { ...place, message, inlinable, cost, budget, reason };
  }
}
