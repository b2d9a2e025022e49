import type { DiagnosticRecord, UnclassifiedEscape } from "../../src/records/record.js";
import type { LineStats } from "../../src/records/report.js";
import type { RecordKind } from "../../src/records/vocabulary.js";
import { Batch } from "./batch.js";
import { Explanation } from "./explanation.js";
import { PackageFacts } from "./facts.js";
import { LineSplitter } from "./lines.js";
import { type Message, readHead, readMessage } from "./message.js";
import { NO_POSITION, type Position, PositionReader, positionEnd } from "./position.js";
import { textOf } from "./text.js";

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
   * Whether records carry their flow as bytes too (FLOW_BYTES), for a sink that writes them at once. They then hold on
   * to the input they were read from. Default: no.
   */
  readonly flowBytes?: boolean | undefined;
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

/**
 * Reads what the Go compiler prints under `-m -m`, from bytes in any chunks to records. Never throws on input: what it
 * does not know becomes a record of kind `unknown`. Holds one batch of functions at most.
 */
export class DiagnosticsParser {
  private readonly splitter: LineSplitter;
  private readonly positions: PositionReader;
  private facts = new PackageFacts(null, null);
  /** Kinds to make in the current package: none when it is not wanted, where only unknown lines count. */
  private kinds: ReadonlySet<RecordKind>;
  private batch: Batch;
  private explanation: Explanation | null = null;
  /** The bytes `file:line:col:` that the lines of the current explanation start with, and how many they are. */
  private prefix = Buffer.alloc(256);
  private prefixLength = 0;
  /** Whether lines that start with the prefix belong to an explanation (kept or not). */
  private explaining = false;
  private lines = 0;
  private skipped = 0;
  private unknown = 0;

  constructor(private readonly options: ParserOptions) {
    this.kinds = options.kinds;
    this.positions = new PositionReader(options.mapFile ?? ((file) => file));
    this.batch = this.newBatch();
    this.splitter = new LineSplitter(
      (buffer, start, end) => this.line(buffer, start, end),
      (beginning, bytes) => this.longLine(beginning, bytes),
    );
  }

  /** Takes the next chunk of input; the caller must not write to it afterwards. */
  write(chunk: Uint8Array): void {
    this.splitter.write(chunk);
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

  /**
   * Whether the line is a flow line of the current explanation: its prefix, then three spaces. Nothing else has three
   * spaces after a position and explanations are never interleaved, so the line number's end settles it.
   */
  private continues(buffer: Buffer, start: number, end: number): boolean {
    const { prefix, prefixLength: length } = this;
    const text = start + length;
    if (text + 3 >= end || buffer[text] !== 32 || buffer[text + 1] !== 32 || buffer[text + 2] !== 32) return false;
    for (let i = length - 1, stop = Math.max(0, length - 8); i >= stop; i--) {
      if (buffer[start + i] !== prefix[i]) return false;
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
    } else this.message("", NO_POSITION, text, message);
  }

  private positioned(buffer: Buffer, start: number, placeEnd: number, end: number): void {
    const from = placeEnd + 2;
    if (buffer[from] === 105 && startsWith(buffer, from, end, INLINING_CALL)) {
      // A fifth of all lines, and seldom asked for.
      this.facts.inlinedCallees.add(textOf(buffer, from + INLINING_CALL.length, end));
      if (!this.kinds.has("inlined-call")) {
        this.skipped++;
        return;
      }
    }
    const text = textOf(buffer, from, end);
    if (buffer[end - 1] === COLON && !this.kinds.has("leak") && isLeakHead(text)) {
      // Most lines are explanations of leaks, which only some reports need.
      if (this.batch.decided) this.endBatch();
      this.beginExplanation(buffer, start, placeEnd + 1);
      this.skipped++;
      return;
    }
    const at = this.positions.read(buffer, start, placeEnd);
    if (buffer[end - 1] === COLON) {
      const head = readHead(text);
      if (head !== null) {
        if (this.batch.decided) this.endBatch();
        this.beginExplanation(buffer, start, placeEnd + 1);
        if (this.kinds.has(head.kind)) {
          this.explanation = new Explanation(head, text, at, this.prefixLength);
          this.batch.explain(placeOf(buffer, start, placeEnd), this.explanation);
        } else this.skipped++;
        return;
      }
    }
    const message = readMessage(text);
    if (message === null) this.unknownLine(at, textOf(buffer, start, end));
    else this.message(placeOf(buffer, start, placeEnd), at, text, message);
  }

  private beginExplanation(buffer: Buffer, start: number, end: number): void {
    this.explaining = true;
    this.prefixLength = end - start;
    if (this.prefixLength > this.prefix.length) this.prefix = Buffer.alloc(2 * this.prefixLength);
    buffer.copy(this.prefix, 0, start, end);
  }

  private message(place: string, at: Position, text: string, message: Message): void {
    const { kinds } = this;
    switch (message.kind) {
      case "escape":
        this.batch.decided = true;
        if (message.moved) this.batch.move(message.expression);
        if (kinds.has("escape")) this.batch.decideEscape(place, at, text, message);
        else this.skipped++;
        return;
      case "leak":
        this.batch.decided = true;
        if (message.result !== null) this.facts.addResult(at, message.result);
        if (kinds.has("leak")) this.batch.decideLeak(place, at, text, message);
        else this.skipped++;
        return;
      case "stack":
        this.batch.decided = true;
        break;
      case "inlining":
        this.facts.declare(message.function, at);
        break;
      case "capture":
        if (this.batch.decided) this.endBatch();
        this.facts.capturing.add(message.function);
        break;
    }
    if (!kinds.has(message.kind)) {
      this.skipped++;
      return;
    }
    if (message.kind === "note") this.note("note", at, text);
    else {
      const named = message.kind === "inlining" || message.kind === "capture" ? message.function : null;
      const shown = message.kind === "inlining" ? withoutBody(text) : text;
      this.options.onRecord({ ...this.common(at, shown), ...message, function: named ?? this.facts.functionAt(at) });
    }
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
    return new Batch(this.facts, this.positions, this.options.flowBytes ?? false);
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

/** A position as a key. Variables that the compiler made up are explained at an unknown line and decided without one. */
function placeOf(buffer: Buffer, start: number, end: number): string {
  return buffer[start] === 60 && buffer[start + 1] === 117 ? "" : textOf(buffer, start, end);
}

function startsWith(buffer: Buffer, start: number, end: number, text: Buffer): boolean {
  if (start + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (buffer[start + i] !== text[i]) return false;
  return true;
}

/** `can inline F with cost N`, without the ` as: SIGNATURE { BODY }` behind it, which can be the whole function. */
function withoutBody(text: string): string {
  const body = text.startsWith("can inline ") ? text.indexOf(" as: ") : -1;
  return body < 0 ? text : text.slice(0, body);
}

/** `parameter P leaks to DST …:` */
function isLeakHead(text: string): boolean {
  return text.startsWith("parameter ") && text.includes(" leaks to ");
}
