import { LineSplitter } from "../../src/text/lines.js";

/** One call of a stack, as the trace has it. */
export interface TraceFrame {
  readonly function: string;
  readonly file: string | null;
  readonly line: number | null;
}

/** A goroutine goes from one state to another. */
export interface TraceTransition {
  readonly goroutine: number;
  /** Nanoseconds of the trace's own clock. */
  readonly time: number;
  /** `Undetermined` is what a goroutine was before the trace began, or before it was first seen. */
  readonly from: string;
  readonly to: string;
  /** What it waits for, in the run time's words: `chan receive`, `network`; empty where it is not said. */
  readonly reason: string;
  /** Innermost call first; empty where none was taken. */
  readonly stack: readonly TraceFrame[];
}

/** What a trace was, once all of it is read. */
export interface TraceSummary {
  /** Lines that look like events. */
  readonly events: number;
  readonly transitions: number;
  /** Nanoseconds from the first event to the last. */
  readonly duration: number;
}

const MAX_LINE = 16 * 1024;
const MAX_FRAMES = 256;

// `M=27536 P=1 G=-1 StateTransition Time=7026407568256 GoID=4 Waiting->Runnable Reason=""`
const EVENT = /^M=-?\d+ P=-?\d+ G=-?\d+ (\w+) Time=(\d{1,19})/;
const TRANSITION = / GoID=(\d{1,18}) (\w+)->(\w+) Reason="(.*)"$/;
const CALL = /^\t(\S.*) @ 0x[0-9a-f]+$/;
const PLACE = /^\t\t(.+):(\d{1,9})$/;

/**
 * Reads what `go tool trace -d=parsed` prints (Go 1.23 and later), from chunks of bytes: 80 times as much as the trace.
 * Any input is accepted. Memory: one event.
 */
export class TraceParser {
  private readonly splitter: LineSplitter;
  private readonly decoder = new TextDecoder();
  private open: { readonly head: Omit<TraceTransition, "stack">; readonly stack: TraceFrame[] } | null = null;
  private inStack = false;
  private call: string | null = null;
  private first: number | null = null;
  private last = 0;
  private events = 0;
  private transitions = 0;

  constructor(private readonly onTransition: (transition: TraceTransition) => void) {
    this.splitter = new LineSplitter(
      (buffer, start, end) => {
        if (end - start <= MAX_LINE) this.line(this.decoder.decode(buffer.subarray(start, end)));
      },
      () => {},
    );
  }

  /** Takes the next chunk. Nothing of it is kept. */
  write(chunk: Uint8Array): void {
    this.splitter.write(chunk);
  }

  /** Ends the text and says what it was. */
  end(): TraceSummary {
    this.splitter.end();
    this.close();
    const { events, transitions, first, last } = this;
    return { events, transitions, duration: first === null ? 0 : Math.max(0, last - first) };
  }

  private line(line: string): void {
    if (line.startsWith("M=")) this.event(line);
    // Two stacks can follow: that of the goroutine that goes on or waits, and that of the one that makes it.
    else if (line === "TransitionStack=") this.inStack = true;
    else if (line === "" || line === "Stack=") this.inStack = false;
    else if (this.inStack && this.open !== null && this.open.stack.length < MAX_FRAMES)
      this.frame(line, this.open.stack);
  }

  private event(line: string): void {
    const [, kind, time] = EVENT.exec(line) ?? [];
    if (kind === undefined) return;
    this.close();
    this.events++;
    const at = Number(time);
    this.first ??= at;
    this.last = Math.max(this.last, at);
    const match = kind === "StateTransition" ? TRANSITION.exec(line) : null;
    if (match === null) return;
    const [, goroutine, from = "", to = "", reason = ""] = match;
    this.open = { head: { goroutine: Number(goroutine), time: at, from, to, reason }, stack: [] };
  }

  private frame(line: string, stack: TraceFrame[]): void {
    const call = CALL.exec(line)?.[1];
    if (call !== undefined) {
      this.call = call;
      return;
    }
    const place = PLACE.exec(line);
    if (place !== null && this.call !== null) {
      stack.push({ function: this.call, file: place[1] ?? null, line: Number(place[2]) });
    }
    this.call = null;
  }

  private close(): void {
    const { open } = this;
    this.open = null;
    this.inStack = false;
    this.call = null;
    if (open === null) return;
    this.transitions++;
    this.onTransition({ ...open.head, stack: open.stack });
  }
}
