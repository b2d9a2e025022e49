import type { Allocation, Cause } from "../records/vocabulary.js";
import type { Fits } from "./fits.js";
import type { ReaderNames } from "./reader-names.js";
import type { Way } from "./sink.js";

/** Where the pages are, in the repository and in the package: an address on the web could be registered by somebody else. */
export const DOCUMENTATION = "docs";

/** Go code that shows a cause. Each is a whole file of a package `p`; the line that matters ends with `// <- here`. */
export interface Example {
  /** The marked line has an allocation with the cause. */
  readonly bad: string;
  /** The same task without an allocation on the marked line. */
  readonly good?: string;
}

/** Why a cause has no example. */
export interface NoExample {
  readonly none: string;
}

/**
 * What helps, and where: everywhere, where nothing else is said. `named`: the same with what the reader calls the things
 * of the place, where these names are known; null where they are not enough.
 */
export type Remedy =
  | string
  | { readonly text: string; readonly at: Fits; readonly named?: (names: ReaderNames) => string | null };

/** What is written about a cause by hand. Texts are plain, but for names of Go in backticks. */
export interface CauseText {
  /** Two to four words. */
  readonly title: string;
  /** What a reader of a table learns, in one line of at most 44 columns: it has to fit beside the figures in 80. */
  readonly line: string;
  /**
   * How likely a small edit at the very line removes the allocation, from 0 to 100: a matter of experience, not of fact.
   * Returned pointers, captured variables and values too large for the stack are one edit away; what is kept in a
   * container or on the heap is mostly meant to be there.
   */
  readonly ease: number;
  /** One paragraph for somebody who knows Go and not its escape analysis. */
  readonly explanation: string;
  readonly example: Example | NoExample;
  /** What usually helps, most useful first. */
  readonly remedies: readonly Remedy[];
  /** What helps besides, where the allocation is of that kind. */
  readonly remediesByAllocation?: Readonly<Partial<Record<Allocation, readonly Remedy[]>>>;
  readonly whenNotToBother: string;
}

/** All that is known about a cause. */
export interface CatalogueEntry extends CauseText {
  readonly id: Cause;
  /** Whether a way to the heap has this cause, unless an earlier rule holds. */
  readonly holds: (way: Way) => boolean;
  /** Where to read about it. */
  readonly docs: string;
}

/** Makes the entry of a cause from its texts and its rule. */
export function entry(id: Cause, text: CauseText, holds: CatalogueEntry["holds"]): CatalogueEntry {
  return { id, ...text, holds, docs: `${DOCUMENTATION}/causes.md#${id}` };
}
