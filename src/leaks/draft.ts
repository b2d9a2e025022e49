import type { Certainty, LeakKind, LeakUnit } from "../records/leaks.js";
import type { Frame } from "./frame.js";
import type { Series } from "./trend.js";

/** A finding before those with one root are put together. */
export interface Draft {
  readonly kind: LeakKind;
  readonly certainty: Certainty;
  /** null where nothing shows the line. */
  readonly place: Frame | null;
  /** As a sentence without its end; Go code stands in backticks. */
  readonly summary: string;
  readonly unit: LeakUnit;
  readonly series: Series;
  readonly waitsFor: string | null;
  readonly minutes: number | null;
  readonly madeAt: Frame | null;
  /** Whether goroutines wait for a nil channel. */
  readonly onNil?: boolean;
  /** The call that goroutines wait in, where `place` is that of the code that leads to it. */
  readonly waitsAt?: Frame | null;
  /** How large the objects are that stay, in bytes; nothing where no profile says. */
  readonly objectBytes?: number | null;
  /** Innermost first. */
  readonly stack: readonly Frame[];
  readonly evidence: readonly string[];
}

/** What a draft says of goroutines; nothing for others. */
export const NO_GOROUTINES = { waitsFor: null, minutes: null, madeAt: null } as const;
