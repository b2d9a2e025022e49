import type { DiagnosticRecord, InliningRecord, UnclassifiedEscape } from "../../src/records/record.js";
import type { LineStats } from "../../src/records/report.js";
import type { RecordKind } from "../../src/records/vocabulary.js";
import { Batch } from "./batch.js";
import { ByteTable } from "./byte-table.js";
import { Explanation, type Tables } from "./explanation.js";
import { PackageFacts } from "./facts.js";
import { LineSplitter, MAX_LINE_BYTES } from "./lines.js";
import { isLeakHead, isResultLeak, type Message, readHead, readMessage } from "./message.js";
import { NO_POSITION, type Position, PositionReader, positionEnd } from "./position.js";
import { bytesAt, bytesBefore, firstBytes, textOf } from "./text.js";

/** A record that needs no classification. */
export type PlainRecord = Exclude<DiagnosticRecord, { kind: "escape" }>;

/** What a {@link DiagnosticsParser} is asked for, and whom it tells. */
export interface ParserOptions {
  /** Record kinds to make. Lines of other kinds are counted as skipped. `unknown` is always made. */
  readonly kinds: ReadonlySet<RecordKind>;
  /** Whether to read a package at all; its known lines are counted as skipped otherwise. Default: every package. */
  readonly wants?: ((importPath: string, variant: string | null) => boolean) | undefined;
  /** Turns a file name as printed into the record's. Default: as printed. */
  readonly mapFile?: ((file: string) => string) | undefined;
  /**
   * Whether records read their flow only when it is looked at, and can write it without (FLOW_WRITER): for a sink that
   * keeps none, since such records are read from the chunk of input while it is there. Default: no.
   */
  readonly lazyFlow?: boolean | undefined;
  /** Whether flows of leaks to results are not wanted: their lines are counted as skipped. Default: no. */
  readonly heapFlowsOnly?: boolean | undefined;
  /** Takes the escapes of one batch of functions together, so that one can be explained by another. */
  onEscapes(escapes: readonly UnclassifiedEscape[], facts: PackageFacts): void;
  /** Takes every other record. */
  onRecord(record: PlainRecord): void;
  /** A package's lines are over. The same package can come again (another variant, or go prints it in two parts). */
  onPackageEnd?(facts: PackageFacts): void;
}

const HEADER = /^# (\S+)(?: \[(.+)\])?$/;
/** Lines of go itself. */
const GO_NOTE = /^go: (?:downloading|finding|extracting|upgraded|added|warning|updates) /;
const NO_KINDS: ReadonlySet<RecordKind> = new Set();
const COLON = 58;
const INLINING_CALL = Buffer.from("inlining call to ");
const DOES_NOT_ESCAPE = Buffer.from(" does not escape");
const CAN_INLINE = Buffer.from("can inline ");
const AS = Buffer.from(" as: ");

/**
 * Reads what the Go compiler prints under `-m -m`, from bytes in any chunks to records. Never throws on input: what it
 * does not know becomes a record of kind `unknown`. Holds one batch of functions at most.
 */
export class DiagnosticsParser {
  private readonly splitter: LineSplitter;
  private readonly tables: Tables;
  private facts = new PackageFacts(null, null);
  /** Kinds to make in the current package: none when it is not wanted, where only unknown lines count. */
  private kinds: ReadonlySet<RecordKind>;
  private batch: Batch;
  private explanation: Explanation | null = null;
  /** The bytes `file:line:col:` that the lines of the current explanation start with, and how many they are. */
  private prefix: Buffer = Buffer.alloc(0);
  private prefixStart = 0;
  private prefixLength = 0;
  /** Whether lines that start with the prefix belong to an explanation (kept or not). */
  private explaining = false;
  private lines = 0;
  private skipped = 0;
  private unknown = 0;

  constructor(private readonly options: ParserOptions) {
    this.kinds = options.kinds;
    this.tables = {
      positions: new PositionReader(options.mapFile ?? ((file) => file)),
      names: new ByteTable((text) => text),
    };
    this.batch = this.newBatch();
    this.splitter = new LineSplitter(
      (buffer, start, end) => this.line(buffer, start, end),
      (beginning, bytes) => this.longLine(beginning, bytes),
      (buffer, start) => (this.explaining ? this.explanationLines(buffer, start) : start),
    );
  }

  /** Takes the next chunk of input, of which nothing is kept but by records with a lazy flow. */
  write(chunk: Uint8Array): void {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.splitter.write(buffer);
    if (this.explaining) {
      const { prefix, prefixStart, prefixLength } = this;
      this.prefix = Buffer.from(prefix.subarray(prefixStart, prefixStart + prefixLength));
      this.prefixStart = 0;
    }
    this.batch.leave(buffer);
  }

  /** Ends the input and hands over what is pending. */
  end(): void {
    this.splitter.end();
    this.endPackage();
  }

  /** Where every line so far went. */
  get stats(): LineStats {
    const { lines, skipped, unknown } = this;
    return { lines, kept: lines - skipped - unknown, skipped, unknown };
  }

  private line(buffer: Buffer, start: number, end: number): void {
    this.lines++;
    if (this.explaining) {
      if (this.continues(buffer, start, end)) {
        if (this.explanation === null) this.skipped++;
        else this.explanation.add(buffer, start, end);
        return;
      }
      this.explaining = false;
      this.explanation = null;
    }
    if (buffer[start] === 35 && buffer[start + 1] === 32 && this.header(textOf(buffer, start, end))) return;
    const placeEnd = positionEnd(buffer, start, end);
    if (placeEnd < 0) this.withoutPosition(buffer, start, end);
    else this.positioned(buffer, start, placeEnd, end);
  }

  /** Takes whole lines of the current explanation, four of five lines of all, and returns the start of the next other. */
  private explanationLines(buffer: Buffer, start: number): number {
    let lines = 0;
    let at = start;
    let end = start;
    for (;;) {
      const newline = buffer.indexOf(10, at);
      if (newline < 0 || newline - at > MAX_LINE_BYTES || !this.continues(buffer, at, newline)) break;
      lines++;
      end = newline;
      at = newline + 1;
    }
    if (lines === 0) return start;
    this.lines += lines;
    if (this.explanation === null) this.skipped += lines;
    else this.explanation.add(buffer, start, end);
    return at;
  }

  /**
   * Whether the line is a flow line of the current explanation: its prefix, then three spaces. Nothing else has three
   * spaces after a position and explanations are never interleaved, so the line number's end settles it.
   */
  private continues(buffer: Buffer, start: number, end: number): boolean {
    const { prefix, prefixLength: length } = this;
    const text = start + length;
    if (text + 3 >= end || buffer[text] !== 32 || buffer[text + 1] !== 32 || buffer[text + 2] !== 32) return false;
    const shift = this.prefixStart - start;
    for (let i = text - 1, stop = Math.max(start, text - 8); i >= stop; i--) {
      if (buffer[i] !== prefix[i + shift]) return false;
    }
    return true;
  }

  private header(text: string): boolean {
    const match = HEADER.exec(text);
    if (match === null) return false;
    this.endPackage();
    const [, importPath = "", variant = null] = match;
    this.facts = new PackageFacts(importPath, variant);
    this.batch = this.newBatch();
    const wanted = this.options.wants?.(importPath, variant) ?? true;
    this.kinds = wanted ? this.options.kinds : NO_KINDS;
    if (!wanted) this.skipped++;
    return true;
  }

  private withoutPosition(buffer: Buffer, start: number, end: number): void {
    const text = textOf(buffer, start, end);
    if (text === "") {
      this.skipped++;
      return;
    }
    if (GO_NOTE.test(text)) {
      this.note("note", NO_POSITION, text);
      return;
    }
    const message = readMessage(text);
    // Without a position only what the compiler prints so: variables it made up, and remarks of its PGO passes.
    if (message === null || message.kind === "inlining" || message.kind === "inlined-call") {
      this.unknownLine(NO_POSITION, text);
    } else this.message(NO_POSITION, text, message);
  }

  private positioned(buffer: Buffer, start: number, placeEnd: number, end: number): void {
    const from = placeEnd + 2;
    if (buffer[end - 1] === COLON && this.head(buffer, start, placeEnd, end)) return;
    if (!this.kinds.has("inlined-call") && bytesAt(buffer, from, end, INLINING_CALL)) {
      // Two of five lines that are no flow.
      this.facts.inlinedCallees.add(this.tables.names.get(buffer, from + INLINING_CALL.length, end));
      this.skipped++;
      return;
    }
    if (!this.kinds.has("stack") && bytesBefore(buffer, from, end, DOES_NOT_ESCAPE) && !isVerb(buffer[from])) {
      this.batch.decided = true;
      this.skipped++;
      return;
    }
    // `can inline F with cost N as: SIGNATURE { BODY }`: the body can be the whole function, and is not kept.
    const body = bytesAt(buffer, from, end, CAN_INLINE) ? firstBytes(buffer, from, end, AS) : -1;
    const text = textOf(buffer, from, body < 0 ? end : body);
    const at = this.tables.positions.read(buffer, start, placeEnd);
    const message = readMessage(text);
    if (message === null) this.unknownLine(at, textOf(buffer, start, end));
    else this.message(at, text, message);
  }

  /** Takes the first line of an explanation; false when the line is none. */
  private head(buffer: Buffer, start: number, placeEnd: number, end: number): boolean {
    const from = placeEnd + 2;
    if (!this.kinds.has("leak") && isLeakHead(buffer, from, end)) {
      // Most explanations are of leaks, which only some reports need.
      if (this.batch.decided) this.endBatch();
      this.beginExplanation(buffer, start, placeEnd + 1);
      this.skipped++;
      return true;
    }
    const { tables } = this;
    const head = readHead(buffer, from, end, tables.names);
    if (head === null) return false;
    if (this.batch.decided) this.endBatch();
    this.beginExplanation(buffer, start, placeEnd + 1);
    if (this.kinds.has(head.kind) && !(this.options.heapFlowsOnly === true && isResultLeak(head))) {
      const at = tables.positions.read(buffer, start, placeEnd);
      this.explanation = new Explanation(head, at, { buffer, start: from, end }, this.prefixLength, tables);
      this.batch.explain(this.explanation);
    } else this.skipped++;
    return true;
  }

  private beginExplanation(buffer: Buffer, start: number, end: number): void {
    this.explaining = true;
    this.prefix = buffer;
    this.prefixStart = start;
    this.prefixLength = end - start;
  }

  private message(at: Position, text: string, message: Message): void {
    const { kinds } = this;
    switch (message.kind) {
      case "escape":
        this.batch.decided = true;
        if (message.moved) this.batch.move(message.expression);
        if (kinds.has("escape")) this.batch.decideEscape(at, text, message);
        else this.skipped++;
        return;
      case "leak":
        this.batch.decided = true;
        if (message.result !== null) this.facts.addResult(at, message.result);
        if (kinds.has("leak")) this.batch.decideLeak(at, text, message);
        else this.skipped++;
        return;
      case "stack":
        this.batch.decided = true;
        break;
      case "inlining":
        this.facts.declare(message.function, at);
        if (kinds.has("inlining")) this.options.onRecord(this.inlining(at, text, message));
        else this.skipped++;
        return;
      case "inlined-call":
        this.facts.inlinedCallees.add(message.callee);
        break;
      case "capture":
        if (this.batch.decided) this.endBatch();
        this.facts.capturing.add(message.function);
        break;
      case "note":
        this.note("note", at, text);
        return;
    }
    if (!kinds.has(message.kind)) {
      this.skipped++;
      return;
    }
    const name = message.kind === "capture" ? message.function : this.facts.functionAt(at);
    this.options.onRecord({ ...this.common(at, text), ...message, function: name });
  }

  /** Written out, since there is one for every function: the fields of others come together more slowly. */
  private inlining(
    { file, line, column }: Position,
    text: string,
    { function: name, inlinable, cost, budget, reason }: Extract<Message, { kind: "inlining" }>,
  ): InliningRecord {
    const { importPath, variant } = this.facts;
    return {
      kind: "inlining",
      package: importPath,
      variant,
      file,
      line,
      column,
      function: name,
      message: text,
      inlinable,
      cost,
      budget,
      reason,
    };
  }

  private unknownLine(at: Position, text: string): void {
    this.unknown++;
    this.note("unknown", at, text);
  }

  private longLine(beginning: Buffer, bytes: number): void {
    this.lines++;
    this.explaining = false;
    this.explanation = null;
    this.unknownLine(NO_POSITION, `${beginning.toString("utf8")}… (a line of ${bytes} bytes)`);
  }

  private note(kind: "note" | "unknown", at: Position, text: string): void {
    if (kind === "unknown" || this.kinds.has(kind)) {
      this.options.onRecord({ kind, ...this.common(at, text), function: this.facts.functionAt(at) });
    } else this.skipped++;
  }

  private common(at: Position, message: string) {
    return { package: this.facts.importPath, variant: this.facts.variant, ...at, message };
  }

  private newBatch(): Batch {
    return new Batch(this.facts, this.options.lazyFlow ?? false);
  }

  private endBatch(): void {
    const { batch, kinds, options } = this;
    if (batch.empty) {
      batch.decided = false;
      return;
    }
    this.batch = this.newBatch();
    if (kinds.has("escape")) {
      const escapes = batch.joinEscapes();
      if (escapes.length > 0) options.onEscapes(escapes, this.facts);
    }
    if (kinds.has("leak")) for (const leak of batch.joinLeaks()) options.onRecord(leak);
  }

  private endPackage(): void {
    this.endBatch();
    this.explaining = false;
    this.explanation = null;
    this.options.onPackageEnd?.(this.facts);
  }
}

/** Whether a message that starts with this letter may be told by its first words: `can inline …`, `leaking param …`. */
function isVerb(byte: number | undefined): boolean {
  return byte === 99 || byte === 105 || byte === 108 || byte === 109;
}
