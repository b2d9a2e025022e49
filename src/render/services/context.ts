import type { FileTree } from "../../report/file-tree.js";
import type { Tally } from "../findings/index.js";

/** What the formats of services take beside the findings. */
export interface FindingsContext {
  /** Where the files are; undefined where nobody knows: names start from the repository's root then. */
  readonly tree?: FileTree | undefined;
  /** Counts what is shown and what is left out. */
  readonly tally?: Tally | undefined;
}
