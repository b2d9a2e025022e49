import type { DiagnosticRecord, EscapeRecord, InliningRecord, LeakRecord } from "../../src/records/record.js";
import { machineJson } from "../../src/records/serialize.js";
import type { ByteWriter, Lender, Range } from "../../src/text/bytes.js";
import { jsonText } from "../../src/text/json.js";
import type { FlowLines, FlowReader } from "./flow-reader.js";
import type { Scanner } from "./scanner.js";

/** Longer texts are not remembered: a record that has one is written by others. */
const MAX_LENGTH = 500;
/** Room for the texts of one record; a UTF-16 unit takes up to six bytes. */
const RECORD_BYTES = 16 * 6 * MAX_LENGTH;
/** How the compiled writer is told that there is no number. */
const NO_NUMBER = -0x8000_0000;

const CONSTANTS = {
  none: "null",
  escape: '{"kind":"escape","package":',
  leak: '{"kind":"leak","package":',
  inlining: '{"kind":"inlining","package":',
  variant: ',"variant":',
  file: ',"file":',
  line: ',"line":',
  column: ',"column":',
  function: ',"function":',
  message: ',"message":',
  expression: ',"expression":',
  allocation: ',"allocation":',
  sink: ',"sink":',
  callee: ',"callee":',
  cause: ',"cause":',
  rootCause: ',"rootCause":',
  allocates: ',"allocates":',
  guess: ',"guess":',
  parameter: ',"parameter":',
  ofContent: ',"content":true,"to":',
  ofValue: ',"content":false,"to":',
  result: ',"result":',
  level: ',"level":',
  inlinable: ',"inlinable":true,"cost":',
  notInlinable: ',"inlinable":false,"cost":',
  budget: ',"budget":',
  reason: ',"reason":',
  flow: ',"flow":',
  noFlow: ',"flow":[]',
} as const;
type Constant = keyof typeof CONSTANTS;

/** Where a message is in the input, and what it names in it. */
export interface EscapeText {
  readonly textStart: number;
  readonly textEnd: number;
  readonly subjectStart: number;
  readonly subjectEnd: number;
}

/** The same for an explanation, which may name the function. */
export interface ExplanationText extends EscapeText, FlowLines {
  readonly function: string | null;
  /** Whether the function's name is the input's. */
  readonly isNamedAsPrinted: boolean;
  readonly functionStart: number;
  readonly functionEnd: number;
}

/** The same for whether a function can be inlined; `reasonStart`: 0 where it can be. */
export interface InliningText {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly textStart: number;
  readonly textEnd: number;
  readonly reasonStart: number;
  readonly reasonEnd: number;
}

/**
 * Writes records as lines of JSON, the same as `writeLine` in src/records/serialize.ts does, but from texts that stand
 * in the input and from others that come many times and are remembered. That takes a fraction of the time of making
 * strings of the input and bytes of the strings. The lines stay in the scanner's memory until there are many of them.
 *
 * Every method returns whether it has written the record; it has not when that has too long a text.
 */
export class RecordJson implements Lender {
  private readonly constants: Readonly<Record<Constant, number>>;
  private readonly firstPart: number;
  private readonly outStart: number;
  private readonly gatheredStart: number;
  private readonly textsEnd: number;
  /** Where the JSON of a text is. */
  private readonly texts = new Map<string, number>();
  private readonly firstText: number;
  private nextText: number;
  /** The next part of the current record. */
  private part = 0;
  private isTooLong = false;
  /** Of the record before, and where the part behind them goes; 0: they are to be written again. */
  private package: string | null = null;
  private variant: string | null = null;
  private file: string | null = null;
  private behindFile = 0;
  /** Who is to take the lines that are here. */
  private borrower: ByteWriter | null = null;

  constructor(
    private readonly scanner: Scanner,
    private readonly flows: FlowReader,
  ) {
    const { PARTS, OUT, GATHERED, TEXTS, TEXTS_END } = scanner.wasm;
    this.firstPart = PARTS.value / 4;
    this.outStart = OUT.value;
    this.gatheredStart = GATHERED.value;
    this.textsEnd = TEXTS_END.value;
    this.nextText = TEXTS.value;
    const constants = Object.entries(CONSTANTS).map(([name, json]) => [name, this.put(json)] as const);
    this.constants = Object.fromEntries(constants) as Record<Constant, number>;
    this.firstText = this.nextText;
  }

  /** `decision` and `explanation`, one of which may be missing, tell of the escape. */
  escape(
    record: EscapeRecord,
    decision: EscapeText | null,
    explanation: ExplanationText | null,
    out: ByteWriter,
    comma: boolean,
  ): boolean {
    const { constants } = this;
    const text = (decision ?? explanation) as EscapeText;
    const subject = (explanation ?? decision) as EscapeText;
    this.begin(constants.escape, record);
    this.functionOf(record, explanation);
    this.input(constants.message, text.textStart, text.textEnd);
    this.input(constants.expression, subject.subjectStart, subject.subjectEnd);
    this.text(constants.allocation, record.allocation);
    this.text(constants.sink, record.sink);
    this.text(constants.callee, record.callee);
    this.text(constants.cause, record.cause);
    this.text(constants.rootCause, record.rootCause);
    this.text(constants.allocates, record.allocates);
    this.text(constants.guess, record.guess);
    this.fields(machineJson(record));
    return this.end(explanation, out, comma);
  }

  /** `textStart` to `textEnd`: its message. */
  leak(
    record: LeakRecord,
    textStart: number,
    textEnd: number,
    explanation: ExplanationText | null,
    out: ByteWriter,
    comma: boolean,
  ): boolean {
    const { constants } = this;
    this.begin(constants.leak, record);
    this.functionOf(record, explanation);
    this.input(constants.message, textStart, textEnd);
    this.text(constants.parameter, record.parameter);
    this.text(record.content ? constants.ofContent : constants.ofValue, record.to);
    this.text(constants.result, record.result);
    this.number(constants.level, record.level);
    return this.end(explanation, out, comma);
  }

  inlining(record: InliningRecord & InliningText, out: ByteWriter, comma: boolean): boolean {
    const { constants } = this;
    this.begin(constants.inlining, record);
    this.input(constants.function, record.nameStart, record.nameEnd);
    this.input(constants.message, record.textStart, record.textEnd);
    this.number(record.inlinable ? constants.inlinable : constants.notInlinable, record.cost);
    this.number(constants.budget, record.budget);
    if (record.reasonStart === 0) this.text(constants.reason, null);
    else this.input(constants.reason, record.reasonStart, record.reasonEnd);
    return this.write(null, out, comma);
  }

  /** Hands over the lines that are here. */
  settle(): void {
    this.borrower?.settle();
  }

  /** The lines that are here. */
  get lent(): Buffer {
    return this.scanner.bytes.subarray(this.outStart, this.scanner.wasm.out.value);
  }

  *gather(ranges: Iterable<Range>): Generator<Uint8Array> {
    const { wasm, bytes, rows } = this.scanner;
    const { outStart, gatheredStart } = this;
    const firstRange = wasm.RANGES.value / 4;
    const lastRange = firstRange + 2 * (wasm.MAX_RANGES.value - 1);
    const room = wasm.GATHERED_END.value - gatheredStart;
    let range = firstRange;
    let used = 0;
    for (let { start, end } of ranges) {
      while (start < end) {
        const length = Math.min(end - start, room - used);
        rows[range] = outStart + start;
        rows[range + 1] = outStart + start + length;
        start += length;
        used += length;
        if (range < lastRange && used < room) {
          range += 2;
          continue;
        }
        wasm.gather((range - firstRange) / 2 + 1);
        yield bytes.subarray(gatheredStart, gatheredStart + used);
        range = firstRange;
        used = 0;
      }
    }
    if (used === 0) return;
    wasm.gather((range - firstRange) / 2);
    yield bytes.subarray(gatheredStart, gatheredStart + used);
  }

  release(): void {
    this.scanner.wasm.taken();
    this.borrower = null;
  }

  private begin(kind: number, { package: importPath, variant, file, line, column }: DiagnosticRecord): void {
    const { constants } = this;
    if (this.nextText > this.textsEnd - RECORD_BYTES) {
      this.texts.clear();
      this.nextText = this.firstText;
      this.behindFile = 0;
    }
    this.part = this.firstPart;
    this.isTooLong = false;
    if (this.behindFile !== 0 && file === this.file && variant === this.variant && importPath === this.package) {
      // Their parts are still there.
      this.add(kind, 0);
      this.part = this.behindFile;
    } else {
      this.text(kind, importPath);
      this.text(constants.variant, variant);
      this.text(constants.file, file);
      this.behindFile = this.isTooLong ? 0 : this.part;
      this.package = importPath;
      this.variant = variant;
      this.file = file;
    }
    this.number(constants.line, line);
    this.number(constants.column, column);
  }

  private functionOf({ function: name }: DiagnosticRecord, explanation: ExplanationText | null): void {
    const key = this.constants.function;
    if (explanation?.isNamedAsPrinted === true && name === explanation.function) {
      this.input(key, explanation.functionStart, explanation.functionEnd);
    } else this.text(key, name);
  }

  private end(explanation: ExplanationText | null, out: ByteWriter, comma: boolean): boolean {
    const hasFlow = explanation !== null && explanation.end !== 0;
    this.add(hasFlow ? this.constants.flow : this.constants.noFlow, 0);
    return this.write(hasFlow ? explanation : null, out, comma);
  }

  /** `explained`: what has a flow that comes last. */
  private write(explained: ExplanationText | null, out: ByteWriter, comma: boolean): boolean {
    if (this.isTooLong) return false;
    if (this.borrower !== out) this.settle();
    for (;;) {
      const isEmpty = this.borrower === null;
      if (explained !== null) this.flows.open(explained);
      const length = this.scanner.wasm.writeRecord((this.part - this.firstPart) / 2, explained !== null, comma);
      if (length !== 0) {
        this.borrower = out;
        out.lend(this, length);
        return true;
      }
      if (isEmpty) return false;
      out.settle();
    }
  }

  private add(part: number, value: number): void {
    const { rows } = this.scanner;
    rows[this.part++] = part;
    rows[this.part++] = value;
  }

  private number(key: number, value: number | null): void {
    this.add(key, 0);
    this.add(0, value ?? NO_NUMBER);
  }

  private input(key: number, start: number, end: number): void {
    this.add(key, 0);
    this.add(start, end);
  }

  private text(key: number, value: string | null): void {
    this.add(key, 0);
    this.add(value === null ? this.constants.none : (this.texts.get(value) ?? this.remember(value)), 0);
  }

  /** Fields whose JSON is there already: many records share them. */
  private fields(json: string): void {
    this.add(this.texts.get(json) ?? this.remember(json, json), 0);
  }

  private remember(text: string, json: string = jsonText(text)): number {
    if (text.length > MAX_LENGTH) {
      this.isTooLong = true;
      return this.constants.none;
    }
    const at = this.put(json);
    this.texts.set(text, at);
    return at;
  }

  /** Puts JSON where the compiled writer finds it, behind its length. */
  private put(json: string): number {
    const { bytes, rows } = this.scanner;
    const at = this.nextText + 4;
    const length = bytes.write(json, at);
    rows[at / 4 - 1] = length;
    this.nextText = (at + length + 3) & ~3;
    return at;
  }
}
