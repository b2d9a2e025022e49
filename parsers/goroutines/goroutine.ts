/** One call of a stack. */
export interface GoroutineFrame {
  /** As the run time prints it: `main.(*server).serve.func1`. */
  readonly function: string;
  /** As compiled in: a path, or with -trimpath an import path and a name. null where none is printed. */
  readonly file: string | null;
  readonly line: number | null;
}

/** The go statement that a goroutine was started by. */
export interface GoroutineCreator extends GoroutineFrame {
  /** The goroutine that ran it; null before Go 1.21. */
  readonly goroutine: number | null;
}

/** One goroutine of `debug=2` text, of a panic or of SIGQUIT. */
export interface Goroutine {
  readonly id: number;
  /** What it does or waits for, in the run time's words: `running`, `chan receive`, `sync.Mutex.Lock`, `IO wait`. */
  readonly state: string;
  /** The last detection of leaks (Go 1.26 and later) found that nothing can ever wake it. */
  readonly leaked: boolean;
  /** How long it has been blocked, in whole minutes; 0 for less than one, and for leaked ones, which print none. */
  readonly minutes: number;
  readonly lockedToThread: boolean;
  /** Innermost first. */
  readonly frames: readonly GoroutineFrame[];
  /** Frames are missing: the run time prints the innermost and outermost 50 of a deep stack, and so does this reader. */
  readonly elided: boolean;
  /** null for the main goroutine. */
  readonly createdBy: GoroutineCreator | null;
}

/** Goroutines that share one stack, of `debug=1` text. */
export interface GoroutineGroup {
  readonly count: number;
  /** The labels as printed, `{"handler":"/work"}`; null without. */
  readonly labels: string | null;
  /** Innermost first. The run time leaves its own frames out. */
  readonly frames: readonly GoroutineFrame[];
}

/** Takes what the parser finds, in the order of the text. */
export interface GoroutineHandler {
  readonly goroutine?: (goroutine: Goroutine) => void;
  readonly group?: (group: GoroutineGroup) => void;
}

/** What the text was, once all of it is read. */
export interface GoroutineSummary {
  /**
   * `stacks`: each goroutine, `debug=2` · `counts`: goroutines by stack, `debug=1` · `none`: neither was found.
   */
  readonly format: "stacks" | "counts" | "none";
  /** Which profile the first line of `debug=1` names: `goroutine`, `goroutineleak`; null for other text. */
  readonly profile: string | null;
  /** How many goroutines the first line of `debug=1` claims; null for other text. */
  readonly claimed: number | null;
  /** Goroutines handed over, each of a group counted. */
  readonly goroutines: number;
  /** Lines that are no part of a goroutine: a panic's message, registers, what a log mixed in. */
  readonly unknownLines: number;
}
