import type { Hop, Step } from "../../src/records/record.js";
import type { Head } from "./message.js";
import type { Position, PositionReader } from "./position.js";

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
    for (const { buffer, start, end } of this.runs) {
      for (let line = start; line < end; ) {
        let stop = buffer.indexOf(10, line);
        if (stop < 0 || stop > end) stop = end;
        const text = line + this.prefixLength;
        const trimmed = buffer[stop - 1] === 13 ? stop - 1 : stop;
        if (buffer[text + 3] === 102) {
          // `   flow: DST ← SRC:`
          steps = [];
          const hop = readHop(buffer.toString("utf8", text + 9, trimmed - 1), previous, steps);
          hops.push(hop);
          previous = [hop.to];
        } else if (buffer[text + 5] === 102) {
          // `     from EXPR (REASON) at POS`
          steps.push(readStep(buffer, text + 10, trimmed, positions));
        }
        // else `   warning: truncated explanation due to assignment cycle; see golang.org/issue/35518`
        line = stop + 1;
      }
    }
    return hops;
  }
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
  let close = end - 5;
  while (close > start && !isAt(buffer, close)) close--;
  if (close <= start) {
    return { expression: buffer.toString("utf8", start, end), reason: "", file: null, line: null, column: null };
  }
  const open = buffer.lastIndexOf(40, close);
  const position = positions.read(buffer, close + 5, end);
  return {
    expression: buffer.toString("utf8", start, Math.max(start, open - 1)),
    reason: buffer.toString("utf8", Math.max(start, open + 1), close),
    file: position.file,
    line: position.line,
    column: position.column,
  };
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
