import type { LineStats } from "../../src/records/report.js";
import type { RecordKind } from "../../src/records/vocabulary.js";
import { Batch } from "./batch.js";
import { Decision } from "./decision.js";
import { Explanation } from "./explanation.js";
import { Inlining } from "./inlining.js";
import { InputPieces, longLineBeginning } from "./input-pieces.js";
import { InputSigns } from "./input-signs.js";
import { isUnnamedResult, type Message, readMessage } from "./message.js";
import { PackageFacts } from "./package-facts.js";
import type { ParserOptions } from "./parser-options.js";
import { NO_POSITION, type Position } from "./position.js";
import { type Readers, returnReaders, takeReaders } from "./reader-pool.js";
import { COLUMN, LINE, type Scanner } from "./scanner.js";

const HEADER = /^# (\S+)(?: \[(.+)\])?$/;
/** Lines of go itself. */
const GO_NOTE = /^go: (?:downloading|finding|extracting|upgraded|added|warning|updates) /;
const NO_KINDS: ReadonlySet<RecordKind> = new Set();
/**
 * Explanations and decisions of one batch. Real ones have less than a hundred; what goes on and on is cut here, and what
 * belongs together across the cut is not joined.
 */
const MAX_BATCH = 65_536;
/** Lines of an explanation's flow, in bytes; real ones are some KiB. What comes behind that is counted as skipped. */
const MAX_FLOW_BYTES = 1024 * 1024;

/**
 * Reads what the Go compiler prints under `-m -m`, from bytes in any chunks to records. Never throws on input: what it
 * does not know becomes a record of kind `unknown`. Holds one batch of functions at most.
 */
export class DiagnosticsParser {
  private readonly readers: Readers;
  private readonly scanner: Scanner;
  private facts: PackageFacts;
  /** Kinds to make in the current package: none when it is not wanted, where only unknown lines count. */
  private kinds: ReadonlySet<RecordKind>;
  private readonly batch: Batch;
  private readonly pieces: InputPieces;
  /** What the lines so far tell of how the input was made. */
  readonly signs = new InputSigns();
  /** What flow lines belong to; null when it is not kept. */
  private explanation: Explanation | null = null;
  private hasEnded = false;
  private lines = 0;
  private skipped = 0;
  private unknown = 0;

  constructor(private readonly options: ParserOptions) {
    this.facts = new PackageFacts(null, null, options.extents ?? null);
    this.kinds = options.kinds;
    const { kinds, mapFile = (file: string) => file, heapFlowsOnly = false } = options;
    this.readers = takeReaders({ mapFile, kinds, heapFlowsOnly });
    this.scanner = this.readers.scanner;
    this.batch = new Batch(this.readers, this.facts, options.lazy ?? false);
    this.pieces = new InputPieces(this.scanner, this.batch, {
      row: (row) => this.row(row),
      tooLong: (beginning, bytes) => {
        this.lines++;
        this.tooLong(beginning, bytes);
      },
    });
  }

  /** Memory of so many bytes that the next chunk can be put to, which then need not be copied. */
  room(bytes: number): Uint8Array {
    return this.scanner.room(bytes, this.batch);
  }

  /** Takes the next chunk of input, which it does not keep. */
  write(chunk: Uint8Array): void {
    if (this.hasEnded) throw new Error("the input of this parser has ended");
    this.pieces.write(chunk);
  }

  /** Ends the input and hands over what is pending. What comes after that is an error. */
  end(): void {
    if (this.hasEnded) return;
    this.pieces.end();
    this.endEarly();
    this.endPackage();
    this.hasEnded = true;
    returnReaders(this.readers);
  }

  /**
   * Forgets the flow of the last explanation where it leads to no end and no decision follows: the rest of it may be
   * missing. Wrappers of go and defer statements have no decision.
   */
  private endEarly(): void {
    const { batch, explanation } = this;
    if (batch.decided || explanation?.kind !== "escape" || explanation.subject === "func literal") return;
    const to = explanation.lastHop()?.to ?? "{heap}";
    if (to === "{heap}" || isUnnamedResult(to)) return;
    this.signs.endsEarly = true;
    explanation.isCut = true;
    explanation.dropFlow();
  }

  /** Where every line so far went. */
  get stats(): LineStats {
    const { lines, skipped, unknown } = this;
    return { lines, kept: lines - skipped - unknown, skipped, unknown };
  }

  private row(row: number): void {
    const { scanner } = this;
    const { rows } = scanner;
    const kind = rows[row];
    switch (kind) {
      case LINE.flow:
        this.flow(row);
        return;
      case LINE.knownLeaks:
        this.beginExplanation();
        this.explanation = null;
        this.passOver(rows[row + COLUMN.number] as number);
        return;
      case LINE.stacks:
        this.batch.decided = true;
        this.passOver(rows[row + COLUMN.number] as number);
        return;
      case LINE.passedOver:
        this.passOver(rows[row + COLUMN.number] as number);
        return;
    }
    this.lines++;
    switch (kind) {
      case LINE.header:
        this.header(row);
        return;
      case LINE.long: {
        const start = rows[row + COLUMN.start] as number;
        const bytes = (rows[row + COLUMN.end] as number) - start;
        this.tooLong(longLineBeginning(scanner, start), bytes);
        return;
      }
      case LINE.escapeHead:
      case LINE.leakHead:
        this.head(row, kind === LINE.escapeHead ? "escape" : "leak");
        return;
      default:
        if (rows[row + COLUMN.text] === rows[row + COLUMN.start]) this.withoutPosition(row);
        else this.positioned(row);
    }
  }

  private passOver(lines: number): void {
    this.lines += lines;
    this.skipped += lines;
  }

  private flow(row: number): void {
    const { rows } = this.scanner;
    const lines = rows[row + COLUMN.flowLines] as number;
    if (this.explanation === null) this.passOver(lines);
    else {
      this.lines += lines;
      this.explanation.add(rows[row + COLUMN.flowStart] as number, rows[row + COLUMN.flowEnd] as number);
      if (this.explanation.inputEnd - this.explanation.inputStart > MAX_FLOW_BYTES) this.explanation = null;
    }
  }

  private header(row: number): void {
    const { scanner } = this;
    const match = HEADER.exec(this.textOf(row, COLUMN.start));
    if (match === null) {
      scanner.scanAgain(row);
      this.lines--;
      this.row(row);
      return;
    }
    this.endPackage();
    const [, importPath = "", variant = null] = match;
    this.facts = new PackageFacts(importPath, variant, this.options.extents ?? null);
    this.batch.beginPackage(this.facts);
    const wanted = this.options.wants?.(importPath, variant) ?? true;
    this.kinds = wanted ? this.options.kinds : NO_KINDS;
    if (!wanted) this.skipped++;
  }

  /** Takes the first line of an explanation. */
  private head(row: number, kind: "escape" | "leak"): void {
    this.beginExplanation();
    this.explanation = this.explanationOf(row, kind);
    if (this.explanation === null) this.skipped++;
    if (this.scanner.rows[row + COLUMN.flowLines] !== 0) this.flow(row);
  }

  /** What was decided ends a batch of functions: the next explains what is decided behind it. */
  private beginExplanation(): void {
    this.signs.explanations++;
    if (this.batch.decided || this.batch.size >= MAX_BATCH) this.endBatch();
  }

  /** The explanation whose first line is given; null when it is not asked for, or adds nothing. */
  private explanationOf(row: number, kind: "escape" | "leak"): Explanation | null {
    if (!this.kinds.has(kind)) return null;
    const explanation = new Explanation(this.readers, row);
    if (kind === "escape") {
      this.batch.explain(explanation);
      return explanation;
    }
    return this.batch.leaks.explain(explanation) ? explanation : null;
  }

  private withoutPosition(row: number): void {
    const text = this.textOf(row, COLUMN.start);
    if (text === "") {
      this.skipped++;
      return;
    }
    if (GO_NOTE.test(text)) {
      this.note("note", NO_POSITION, text);
      return;
    }
    if (this.leak(row)) return;
    if (this.escape(row, NO_POSITION)) return;
    const message = readMessage(this.scanner, row, text);
    // Without a position only what the compiler prints so: variables it made up, and remarks of its PGO passes.
    if (message === null || message.kind === "inlined-call") this.unknownLine(NO_POSITION, text);
    else this.message(NO_POSITION, text, message);
  }

  private positioned(row: number): void {
    const { scanner } = this;
    if (this.passedOver(row)) {
      this.skipped++;
      return;
    }
    if (this.leak(row)) return;
    const at = scanner.position(row);
    if (this.escape(row, at) || this.inlining(row, at)) return;
    const text = this.textOf(row, COLUMN.text);
    const message = readMessage(scanner, row, text);
    if (message === null) {
      if (this.signs.ofUnknown(text)) this.batch.interrupt(at);
      this.unknownLine(at, this.textOf(row, COLUMN.start));
    } else this.message(at, text, message);
  }

  /** Takes what is known and not asked for as numbers, most lines that are no flow; false when it is more than that. */
  private passedOver(row: number): boolean {
    const { scanner, kinds, facts } = this;
    switch (scanner.rows[row]) {
      case LINE.inlinedCall:
        this.signs.ofFunction(scanner, row);
        if (kinds.has("inlined-call")) return false;
        facts.inlined(this.nameOf(row), scanner.position(row));
        return true;
      case LINE.stack:
        if (kinds.has("stack")) return false;
        this.batch.decided = true;
        return true;
      case LINE.inlinable:
      case LINE.notInlinable:
        this.signs.ofFunction(scanner, row);
        if (kinds.has("inlining")) return false;
        facts.declare(this.nameOf(row), scanner.position(row));
        this.noteDepth(row);
        return true;
      case LINE.capture: {
        if (kinds.has("capture")) return false;
        if (this.batch.decided) this.endBatch();
        const { rows } = scanner;
        const number = rows[row + COLUMN.function] as number;
        const start = rows[row + COLUMN.functionStart] as number;
        facts.captures(scanner.name(number, start, rows[row + COLUMN.functionEnd] as number));
        return true;
      }
      default:
        return false;
    }
  }

  /** Takes the decision that a parameter leaks; false when the row is none. */
  private leak(row: number): boolean {
    const { scanner, batch } = this;
    const { rows } = scanner;
    const kind = rows[row] as number;
    if (kind !== LINE.leak && kind !== LINE.leakOfContent && kind !== LINE.leakToResult) return false;
    if (batch.size >= MAX_BATCH) this.endBatch();
    batch.decided = true;
    const isKept = this.kinds.has("leak");
    if (!isKept) this.skipped++;
    if (!isKept && kind !== LINE.leakToResult) return true;
    const at = scanner.position(row);
    let result: string | null = null;
    let level: number | null = null;
    if (kind === LINE.leakToResult) {
      const start = rows[row + COLUMN.otherStart] as number;
      result = scanner.name(rows[row + COLUMN.other] as number, start, rows[row + COLUMN.otherEnd] as number);
      level = rows[row + COLUMN.number] as number;
      this.facts.addResult(at, result);
    }
    if (isKept) {
      const decision = { parameter: this.nameOf(row), content: kind === LINE.leakOfContent, result, level };
      batch.leaks.decide(at, decision, rows[row + COLUMN.text] as number, rows[row + COLUMN.end] as number);
    }
    return true;
  }

  /** Takes the decision that something escapes; false when the row is none. */
  private escape(row: number, at: Position): boolean {
    const { batch } = this;
    const kind = this.scanner.rows[row];
    if (kind !== LINE.escape && kind !== LINE.moved) return false;
    if (batch.size >= MAX_BATCH) this.endBatch();
    batch.decided = true;
    this.signs.decisions++;
    const decision = new Decision(this.readers, row, at);
    if (decision.isMove) batch.move(decision.subject);
    if (this.kinds.has("escape")) batch.decide(decision);
    else this.skipped++;
    return true;
  }

  /** Takes whether a function can be inlined; false when the row does not say. */
  private inlining(row: number, at: Position): boolean {
    const kind = this.scanner.rows[row];
    if (kind !== LINE.inlinable && kind !== LINE.notInlinable) return false;
    const remark = new Inlining(this.readers, row, this.facts, at);
    this.facts.declare(remark.function, at);
    this.noteDepth(row);
    this.options.onRecord(this.options.lazy === true ? remark : remark.toJSON());
    return true;
  }

  /** A single `-m` prints no costs, and nothing about functions that cannot be inlined. */
  private noteDepth(row: number): void {
    const { rows } = this.scanner;
    if (rows[row] === LINE.inlinable && (rows[row + COLUMN.number] as number) < 0) this.facts.declareInPart();
  }

  private nameOf(row: number): string {
    const { scanner } = this;
    const { rows } = scanner;
    const start = rows[row + COLUMN.nameStart] as number;
    return scanner.name(rows[row + COLUMN.name] as number, start, rows[row + COLUMN.nameEnd] as number);
  }

  private textOf(row: number, from: number, to: number = COLUMN.end): string {
    const { rows } = this.scanner;
    return this.scanner.text(rows[row + from] as number, rows[row + to] as number);
  }

  private message(at: Position, text: string, message: Message): void {
    const { kinds } = this;
    switch (message.kind) {
      case "stack":
        this.batch.decided = true;
        break;
      case "inlined-call":
        this.facts.inlined(message.callee, at);
        break;
      case "capture":
        if (this.batch.decided) this.endBatch();
        this.facts.captures(message.function);
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

  private unknownLine(at: Position, text: string): void {
    this.unknown++;
    this.note("unknown", at, text);
  }

  /** Takes a line that is too long, which is counted already. */
  private tooLong(beginning: string, bytes: number): void {
    this.unknownLine(NO_POSITION, `${beginning}… (a line of ${bytes} bytes)`);
  }

  private note(kind: "note" | "unknown", at: Position, text: string): void {
    if (kind === "unknown" || this.kinds.has(kind)) {
      this.options.onRecord({ kind, ...this.common(at, text), function: this.facts.functionAt(at) });
    } else this.skipped++;
  }

  private common(at: Position, message: string) {
    return { package: this.facts.importPath, variant: this.facts.variant, ...at, message };
  }

  private endBatch(): void {
    const { batch, options, signs } = this;
    if (batch.empty) {
      batch.clear();
      return;
    }
    const { escapes, leaks } = batch.join(({ file, line, column, message }) => {
      signs.outOfPlace++;
      this.unknownLine({ file, line, column }, message);
    });
    if (escapes.length > 0) options.onEscapes(escapes, this.facts);
    for (const leak of leaks) options.onRecord(options.lazy === true ? leak : leak.toJSON());
    for (const { at, text } of this.readers.flows.takeUnreadable()) {
      signs.unreadableFlows++;
      this.unknownLine(at, text);
    }
  }

  private endPackage(): void {
    this.endBatch();
    this.explanation = null;
    this.options.onPackageEnd?.(this.facts);
  }
}
