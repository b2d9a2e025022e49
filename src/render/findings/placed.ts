import { type FileTree, openedFile, sourceFile } from "../../report/file-tree.js";
import type { Finding } from "./finding.js";
import type { Tally } from "./left-out.js";

/** A finding that a format shows, with the name of its file in that format. */
export interface PlacedFinding extends Finding {
  /** From the repository's root with `/`, or as it is opened from the working directory. */
  readonly path: string;
  readonly line: number;
}

/** Which files the reader of a format can get at: those of the repository, or all that an editor can open here. */
export type Reach = "repository" | "editor";

/**
 * The one rule for what a format leaves out that names places: what has been shown before as another instance of a
 * generic function or in another build, what stands in no file, and what stands in a file out of reach. Counts all.
 */
export function* placed(
  findings: Iterable<Finding>,
  reach: Reach,
  tree: FileTree | undefined,
  tally: Tally,
): Generator<PlacedFinding> {
  for (const finding of findings) {
    const { file, line } = finding.record;
    const source = sourceFile(file, tree);
    if (finding.repeats) tally.leftOut("repeated");
    else if (source.kind === "none" || line === null || line < 1) tally.leftOut("unwritten");
    else {
      const own = source.kind === "repository" ? source.path : null;
      const path = reach === "repository" ? own : openedFile(file, tree);
      if (path === null) tally.leftOut("unreachable");
      else {
        tally.shown();
        yield { ...finding, path, line };
      }
    }
  }
}
