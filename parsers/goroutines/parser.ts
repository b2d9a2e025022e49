import { LineSplitter } from "../../src/text/lines.js";
import type { GoroutineCreator, GoroutineFrame, GoroutineHandler, GoroutineSummary } from "./goroutine.js";
import {
  type GoroutineHead,
  isElision,
  readCall,
  readCount,
  readCreator,
  readHead,
  readLabels,
  readPlace,
  readRow,
  readTitle,
} from "./lines.js";

/** Frames kept of one stack; the run time prints 100, and 128 in profiles. */
const MAX_FRAMES = 256;
/** Characters kept of a line. Names of generic functions get long; what is longer than this is no stack. */
const MAX_LINE = 16 * 1024;
/** Frames remembered, so that 10,000 goroutines at one place share theirs. */
const MAX_KNOWN = 1 << 14;

interface OpenGoroutine {
  readonly head: GoroutineHead;
  readonly frames: GoroutineFrame[];
  elided: boolean;
  createdBy: GoroutineCreator | null;
}

interface OpenGroup {
  readonly count: number;
  readonly frames: GoroutineFrame[];
  labels: string | null;
}

/** A line that was read and whose file is to follow on the next. */
type Pending =
  | { readonly kind: "call"; readonly name: string }
  | { readonly kind: "creator"; readonly creator: Omit<GoroutineCreator, "file" | "line"> };

/**
 * Reads the goroutines of `/debug/pprof/goroutine?debug=2` and `debug=1`, of `goroutineleak?debug=1`, of a panic and of
 * SIGQUIT, from chunks of bytes. Any input is accepted: lines that are no part of a goroutine are counted. Memory: one
 * goroutine, and the frames that were seen last.
 */
export class GoroutineParser {
  private readonly splitter: LineSplitter;
  private readonly known = new Map<string, GoroutineFrame>();
  private readonly decoder = new TextDecoder();
  private goroutine: OpenGoroutine | null = null;
  private group: OpenGroup | null = null;
  private pending: Pending | null = null;
  private title: { readonly profile: string; readonly total: number } | null = null;
  private format: GoroutineSummary["format"] = "none";
  private goroutines = 0;
  private unknownLines = 0;

  constructor(private readonly handler: GoroutineHandler) {
    this.splitter = new LineSplitter(
      (buffer, start, end) => {
        if (end - start > MAX_LINE) this.unknownLines++;
        else this.line(this.decoder.decode(buffer.subarray(start, end)));
      },
      () => {
        this.unknownLines++;
      },
    );
  }

  /** Takes the next chunk. Nothing of it is kept. */
  write(chunk: Uint8Array): void {
    this.splitter.write(chunk);
  }

  /** Ends the text and says what it was. */
  end(): GoroutineSummary {
    this.splitter.end();
    this.close();
    const { format, goroutines, unknownLines, title } = this;
    return { format, profile: title?.profile ?? null, claimed: title?.total ?? null, goroutines, unknownLines };
  }

  private line(line: string): void {
    if (line === "") {
      this.close();
      return;
    }
    const head = line.startsWith("goroutine ") ? readHead(line) : null;
    if (head !== null) {
      this.close();
      this.format = "stacks";
      this.goroutine = { head, frames: [], elided: false, createdBy: null };
      return;
    }
    if (this.goroutine !== null) this.stackLine(line, this.goroutine);
    else this.countLine(line);
  }

  /** A line below the first one of a goroutine. */
  private stackLine(line: string, open: OpenGoroutine): void {
    const place = line.startsWith("\t") ? readPlace(line) : null;
    if (place !== null) {
      this.settle(open, place.file, place.line);
      return;
    }
    this.settle(open, null, null);
    if (isElision(line)) {
      open.elided = true;
      return;
    }
    const creator = readCreator(line);
    const name = creator === null ? readCall(line) : null;
    if (creator !== null) this.pending = { kind: "creator", creator };
    else if (name !== null) this.pending = { kind: "call", name };
    // `goroutine running on other thread; stack unavailable` too: the goroutine counts, without frames.
    else if (!line.startsWith("\tgoroutine running on other thread")) this.unknownLines++;
  }

  /** Adds the call or creator that was read before this line, with the file that this line has for it. */
  private settle(open: OpenGoroutine, file: string | null, line: number | null): void {
    const { pending } = this;
    this.pending = null;
    if (pending === null) {
      if (file !== null) this.unknownLines++;
    } else if (pending.kind === "creator") open.createdBy = { ...pending.creator, file, line };
    else if (open.frames.length < MAX_FRAMES) open.frames.push(this.frame(pending.name, file, line));
    else open.elided = true;
  }

  /** A line of `debug=1`, or of something else. */
  private countLine(line: string): void {
    const count = readCount(line);
    if (count !== null) {
      this.close();
      this.format = "counts";
      this.group = { count, frames: [], labels: null };
      return;
    }
    const { group } = this;
    const row = group === null ? null : readRow(line);
    if (group !== null && row !== null) {
      if (group.frames.length < MAX_FRAMES) group.frames.push(this.frame(row.function, row.file, row.line));
      return;
    }
    const labels = group === null ? null : readLabels(line);
    if (group !== null && labels !== null) {
      group.labels = labels;
      return;
    }
    const title = this.title === null ? readTitle(line) : null;
    if (title === null) this.unknownLines++;
    else {
      this.title = title;
      this.format = "counts";
    }
  }

  /** Hands over what is open. */
  private close(): void {
    const { goroutine, group } = this;
    if (goroutine !== null) {
      this.settle(goroutine, null, null);
      const { head, frames, elided, createdBy } = goroutine;
      this.goroutines++;
      this.handler.goroutine?.({ ...head, frames, elided, createdBy });
    }
    if (group !== null) {
      this.goroutines += group.count;
      this.handler.group?.(group);
    }
    this.goroutine = null;
    this.group = null;
    this.pending = null;
  }

  private frame(name: string, file: string | null, line: number | null): GoroutineFrame {
    const key = `${name}\n${file}\n${line}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.known.size >= MAX_KNOWN) this.known.clear();
    const frame: GoroutineFrame = { function: name, file, line };
    this.known.set(key, frame);
    return frame;
  }
}
