import { inspect, type LogForm } from "./inspect.js";
import { isCompilerLine, isHeader } from "./line.js";
import { Surroundings } from "./surroundings.js";
import { terminalText } from "./terminal.js";
import { Unwrapper } from "./wrapping.js";

/** So much of an input is looked at before anything is handed on. */
const BEGINNING_BYTES = 32 * 1024;
/** So much of every later chunk of an input that could be read as it is so far. */
const SAMPLE_BYTES = 2 * 1024;
/** A longer line is handed on as it is. */
const MAX_LINE_BYTES = 1024 * 1024;

/** What was found out about a log while it was read. */
export interface LogFacts {
  /** Whether its lines had been sorted. */
  sorted: boolean;
  /** What its keeper says where something was left out. */
  clipped: string | null;
}

/**
 * Hands on the bytes of saved output, without what stands before and around the compiler's lines where it comes from a
 * log, a terminal or a page: a line that was nothing else is empty, and lines that were broken are whole again. Clean output is handed on chunk by chunk as it is.
 *
 * A chunk is good until the next is asked for.
 */
export async function* cleanLog(
  input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  facts: LogFacts,
): AsyncGenerator<Uint8Array> {
  let cleaner: LogCleaner | null = null;
  /** What was not handed on, because it is too little to tell; null behind the beginning. */
  let beginning: Buffer | null = Buffer.alloc(0);
  let failure: { readonly error: unknown } | null = null;
  try {
    for await (const chunk of input) {
      let bytes = chunk;
      if (beginning !== null) {
        if (beginning.length > 0 || chunk.length < BEGINNING_BYTES) {
          beginning = Buffer.concat([beginning, chunk]);
          if (beginning.length < BEGINNING_BYTES && !isClean(beginning)) continue;
          bytes = beginning;
        }
        beginning = null;
        cleaner = cleanerFor(bytes, BEGINNING_BYTES, facts);
      } else cleaner ??= cleanerFor(bytes, SAMPLE_BYTES, facts);
      if (cleaner === null) yield bytes;
      else yield* cleaner.write(bytes);
    }
  } catch (error) {
    failure = { error };
  }
  if (beginning !== null) cleaner = cleanerFor(beginning, BEGINNING_BYTES, facts);
  if (cleaner !== null) {
    if (beginning !== null) yield* cleaner.write(beginning);
    yield* cleaner.end();
  } else if (beginning !== null && beginning.length > 0) yield beginning;
  // Behind what came before it.
  if (failure !== null) throw failure.error;
}

/** Whether all lines so far are the compiler's, and not only names of packages, which are all that sorted output begins with. */
function isClean(bytes: Uint8Array): boolean {
  const lines = latin1(bytes).split(/\r?\n/);
  lines.pop();
  return lines.every(isCompilerLine) && lines.some((line) => !isHeader(line));
}

/** What cleans input that begins so; null where nothing has to be done. */
function cleanerFor(bytes: Uint8Array, sample: number, facts: LogFacts): LogCleaner | null {
  const text = latin1(bytes.subarray(0, sample));
  const lines = text.split("\n");
  // The last one may go on; of a later chunk the first may have begun before, and then has no form of its own.
  if (lines.length > 1 && bytes.length > sample) lines.pop();
  const form = inspect(lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line)));
  return form === null ? null : new LogCleaner(form, facts);
}

class LogCleaner {
  private readonly surroundings = new Surroundings();
  private readonly unwrapper: Unwrapper | null;
  /** A line that has not ended. */
  private rest = "";
  private inLongLine = false;

  constructor(
    private readonly form: LogForm,
    private readonly facts: LogFacts,
  ) {
    this.unwrapper = form.wrapping === null ? null : new Unwrapper(form.wrapping);
    if (form.sorted) facts.sorted = true;
  }

  *write(chunk: Uint8Array): Generator<Uint8Array> {
    const lines = (this.rest + latin1(chunk)).split("\n");
    this.rest = lines.pop() ?? "";
    const out: string[] = [];
    for (const line of lines) this.line(line, out);
    if (this.rest.length > MAX_LINE_BYTES) {
      this.inLongLine = true;
      yield Buffer.from(out.join("") + this.rest, "latin1");
      this.rest = "";
    } else if (out.length > 0) yield Buffer.from(out.join(""), "latin1");
  }

  *end(): Generator<Uint8Array> {
    const out: string[] = [];
    if (this.rest !== "") this.line(this.rest, out);
    const last = this.unwrapper?.end() ?? null;
    if (last !== null) out.push(last, "\n");
    if (out.length > 0) yield Buffer.from(out.join(""), "latin1");
    this.facts.clipped = this.surroundings.clipped;
  }

  private line(line: string, out: string[]): void {
    if (this.inLongLine) {
      this.inLongLine = false;
      out.push(line, "\n");
      return;
    }
    const { form, unwrapper } = this;
    const shown = terminalText(line);
    form.prefixes.learn(shown);
    const bare = this.surroundings.without(form.prefixes.strip(shown));
    const text = form.sorted && isHeader(bare) ? "" : bare;
    if (unwrapper === null) out.push(text, "\n");
    else {
      const whole = unwrapper.add(shown, text);
      if (whole !== null) out.push(whole, "\n");
    }
  }
}

function latin1({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("latin1");
}
