import type { Hop, Step } from "../../src/records/record.js";
import type { ByteWriter } from "../../src/text/bytes.js";
import type { Head } from "./message.js";
import { NO_POSITION, type Position, type PositionReader } from "./position.js";
import { textOf } from "./text.js";

/** Reasons of one length to remember: more than there are, fewer than broken input could make up. */
const MAX_REASONS = 16;

/** A stretch of whole lines in one chunk: `buffer[start, end)`. */
interface Run {
  readonly buffer: Buffer;
  readonly start: number;
  end: number;
}

/**
 * An explanation as it stands in the input. Its flow lines stay bytes until they are asked for: most explanations are
 * of leaks that nobody wants to see, or are said again with fewer dereferences.
 */
export class Explanation {
  private readonly runs: Run[] = [];
  /** Whether a decision, or a better explanation of the same thing, has taken it. */
  used = false;

  constructor(
    readonly head: Head,
    /** The head's text as printed, without its position. */
    readonly message: string,
    readonly position: Position,
    /** Bytes of `file:line:col:`, which every line of the explanation repeats. */
    private readonly prefixLength: number,
  ) {}

  /** Adds one of its lines, `buffer[start, end)`, that is followed by a line break. */
  add(buffer: Buffer, start: number, end: number): void {
    const run = this.runs[this.runs.length - 1];
    if (run !== undefined && run.buffer === buffer) run.end = end;
    else this.runs.push({ buffer, start, end });
  }

  /** Reads the flow, first hop first. */
  flow(positions: PositionReader): Hop[] {
    const hops: Hop[] = [];
    const { head } = this;
    let steps: Step[] = [];
    let previous: readonly string[] =
      head.kind === "leak" ? [head.subject] : [`{storage for ${head.subject}}`, head.subject];
    this.eachLine((buffer, text, end) => {
      if (isFlow(buffer, text)) {
        steps = [];
        const hop = readHop(textOf(buffer, text + 9, end - 1), previous, steps);
        hops.push(hop);
        previous = [hop.to];
      } else if (isStep(buffer, text)) steps.push(readStep(buffer, text + 10, end, positions));
    });
    return hops;
  }

  /** Writes the flow as JSON, the same as JSON.stringify of {@link flow}, without making its objects. */
  writeFlow(out: ByteWriter, positions: PositionReader): void {
    const { head } = this;
    let previous: readonly string[] =
      head.kind === "leak" ? [head.subject] : [`{storage for ${head.subject}}`, head.subject];
    let hops = 0;
    let steps = 0;
    out.ascii("[");
    this.eachLine((buffer, text, end) => {
      if (isFlow(buffer, text)) {
        const hop = readHop(textOf(buffer, text + 9, end - 1), previous, []);
        previous = [hop.to];
        out.ascii(hops++ === 0 ? '{"to":' : ']},{"to":');
        out.text(hop.to);
        out.ascii(',"from":');
        out.text(hop.from);
        out.ascii(',"dereferences":');
        out.number(hop.dereferences);
        out.ascii(',"steps":[');
        steps = 0;
      } else if (isStep(buffer, text) && hops > 0) {
        if (steps++ > 0) out.ascii(",");
        writeStep(buffer, text + 10, end, positions, out);
      }
    });
    out.ascii(hops > 0 ? "]}]" : "]");
  }

  /** Calls `visit` with the start of each line's text, behind the position, and its end. */
  private eachLine(visit: (buffer: Buffer, text: number, end: number) => void): void {
    for (const { buffer, start, end } of this.runs) {
      for (let line = start; line < end; ) {
        let stop = buffer.indexOf(10, line);
        if (stop < 0 || stop > end) stop = end;
        visit(buffer, line + this.prefixLength, buffer[stop - 1] === 13 ? stop - 1 : stop);
        line = stop + 1;
      }
    }
  }
}

/** `   flow: DST ← SRC:` */
function isFlow(buffer: Buffer, text: number): boolean {
  return buffer[text + 3] === 102;
}

/** `     from EXPR (REASON) at POS`; the third kind is `   warning: truncated explanation due to assignment cycle; …`. */
function isStep(buffer: Buffer, text: number): boolean {
  return buffer[text + 5] === 102 && buffer[text + 3] === 32;
}

/**
 * Splits `DST ← [&*…]SRC` (`=` up to Go 1.24). Both sides can hold the separator inside an expression, but SRC is known:
 * it is what is explained in the first hop, and the DST of the hop before in the others.
 */
function readHop(text: string, sources: readonly string[], steps: Step[]): Hop {
  for (const from of sources) {
    if (!text.endsWith(from)) continue;
    let left = text.length - from.length;
    let dereferences = 0;
    if (text.charCodeAt(left - 1) === 38) {
      dereferences = -1;
      left--;
    } else {
      while (text.charCodeAt(left - 1) === 42) {
        dereferences++;
        left--;
      }
    }
    if (text.endsWith(" ← ", left) || text.endsWith(" = ", left)) {
      return { to: text.slice(0, left - 3), from, dereferences, steps };
    }
  }
  const arrow = text.lastIndexOf(" ← ");
  const split = arrow >= 0 ? arrow : text.lastIndexOf(" = ");
  if (split < 0) return { to: text, from: sources[0] ?? "", dereferences: 0, steps };
  const operators = /^(?:&|\*+)/.exec(text.slice(split + 3))?.[0] ?? "";
  return {
    to: text.slice(0, split),
    from: text.slice(split + 3 + operators.length),
    dereferences: operators === "&" ? -1 : operators.length,
    steps,
  };
}

/** Reads `EXPR (REASON) at POS` from the right: EXPR can hold anything that Go source can. */
function readStep(buffer: Buffer, start: number, end: number, positions: PositionReader): Step {
  const close = reasonEnd(buffer, start, end);
  if (close <= start) {
    return { expression: textOf(buffer, start, end), reason: "", file: null, line: null, column: null };
  }
  const open = reasonStart(buffer, start, close);
  const position = positions.read(buffer, close + 5, end);
  return {
    expression: textOf(buffer, start, Math.max(start, open - 1)),
    reason: reasonOf(buffer, open + 1, close),
    file: position.file,
    line: position.line,
    column: position.column,
  };
}

function writeStep(buffer: Buffer, start: number, end: number, positions: PositionReader, out: ByteWriter): void {
  const close = reasonEnd(buffer, start, end);
  const found = close > start;
  const open = found ? reasonStart(buffer, start, close) : end;
  out.ascii('{"expression":');
  out.textBytes(buffer, start, found ? Math.max(start, open - 1) : end);
  out.ascii(',"reason":');
  if (found) out.textBytes(buffer, open + 1, close);
  else out.ascii('""');
  const position = found ? positions.read(buffer, close + 5, end) : NO_POSITION;
  out.ascii(',"file":');
  out.text(position.file);
  out.ascii(',"line":');
  out.number(position.line);
  out.ascii(',"column":');
  out.number(position.column);
  out.ascii("}");
}

/** The index of the last `) at `. */
function reasonEnd(buffer: Buffer, start: number, end: number): number {
  let close = end - 5;
  while (close > start && !isAt(buffer, close)) close--;
  return close;
}

/** The index of the last `(` before it; reasons hold none. */
function reasonStart(buffer: Buffer, start: number, close: number): number {
  let open = close - 1;
  while (open > start && buffer[open] !== 40) open--;
  return open;
}

/** Reasons by length: there are forty, and the same few come millions of times. */
const reasons: { readonly text: string; readonly bytes: Buffer }[][] = [];

function reasonOf(buffer: Buffer, start: number, end: number): string {
  let known = reasons[end - start];
  if (known === undefined) {
    known = [];
    reasons[end - start] = known;
  }
  for (const { text, bytes } of known) {
    let i = 0;
    while (i < bytes.length && bytes[i] === buffer[start + i]) i++;
    if (i === bytes.length) return text;
  }
  const text = textOf(buffer, start, end);
  if (known.length < MAX_REASONS) known.push({ text, bytes: Buffer.from(buffer.subarray(start, end)) });
  return text;
}

/** Whether `) at ` stands at the index. */
function isAt(buffer: Buffer, index: number): boolean {
  return (
    buffer[index] === 41 &&
    buffer[index + 1] === 32 &&
    buffer[index + 2] === 97 &&
    buffer[index + 3] === 116 &&
    buffer[index + 4] === 32
  );
}
