import type { Hop, LeakRecord } from "../../src/records/record.js";
import { type FromParser, JSON_WRITER, type JsonWriter, LAST_HOP } from "../../src/records/serialize.js";
import type { ByteWriter } from "../../src/text/bytes.js";
import type { Explanation } from "./explanation.js";
import type { PackageFacts } from "./package-facts.js";
import type { Position } from "./position.js";
import type { Readers } from "./reader-pool.js";
import type { HeldInput } from "./scanner.js";

/** What was decided about a parameter. */
export interface LeakDecision {
  readonly parameter: string;
  readonly content: boolean;
  readonly result: string | null;
  /** Null where the message has none. */
  readonly level: number | null;
}

/** A leak as it stands in the input: its message and its flow are read when they are looked at. */
export class Leak implements LeakRecord, FromParser, JsonWriter, HeldInput {
  readonly kind = "leak" as const;
  readonly package: string | null;
  readonly variant: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  function: string | null = null;
  readonly parameter: string;
  readonly content: boolean;
  readonly to: "heap" | "result";
  readonly result: string | null;
  level: number | null;
  private explanation: Explanation | null = null;
  private text: string | null = null;
  private hops: Hop[] | null = null;

  /** `textStart` to `textEnd`: the message in the scanner's memory. */
  constructor(
    private readonly readers: Readers,
    { importPath, variant }: PackageFacts,
    { file, line, column }: Position,
    { parameter, content, result, level }: LeakDecision,
    private textStart: number,
    private textEnd: number,
  ) {
    this.package = importPath;
    this.variant = variant;
    this.file = file;
    this.line = line;
    this.column = column;
    this.parameter = parameter;
    this.content = content;
    this.to = result === null ? "heap" : "result";
    this.result = result;
    this.level = level;
  }

  /** Notes the function that the parameter belongs to, and what explains the leak. */
  explain(name: string | null, explanation: Explanation | null): void {
    this.function = name;
    this.explanation = explanation;
    this.level ??= explanation?.dereferences ?? null;
  }

  get message(): string {
    this.text ??= this.readers.scanner.text(this.textStart, this.textEnd);
    return this.text;
  }

  get flow(): Hop[] {
    this.hops ??= this.explanation?.flow(true) ?? [];
    return this.hops;
  }

  get [JSON_WRITER](): JsonWriter {
    return this;
  }

  writeLine(_record: unknown, out: ByteWriter, comma: boolean): boolean {
    return this.readers.json.leak(this, this.textStart, this.textEnd, this.explanation, out, comma);
  }

  get [LAST_HOP](): Hop | undefined {
    return this.explanation?.lastHop();
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
  }

  /** The same as an object that does not hold on to the input. */
  toJSON(): LeakRecord {
    const { kind, package: importPath, variant, file, line, column, message, parameter, content, to, result } = this;
    const { function: name, level, explanation } = this;
    const flow = explanation?.flow(false) ?? [];
    const place = { kind, package: importPath, variant, file, line, column, function: name };
    return { ...place, message, parameter, content, to, result, level, flow };
  }
}
