import { diffReports } from "../../../src/diff/index.js";
import type { Diff } from "../../../src/records/diff.js";
import type { DiffContext } from "../../../src/render/diff/index.js";
import { createStyle } from "../../../src/text/style.js";
import { recordedSet } from "../../helpers/record-sets.js";
import type { Release } from "../../helpers/recorded.js";

/** What a test may set of how a diff is shown. */
export interface ContextOptions extends Partial<Omit<DiffContext, "diff" | "style">> {
  readonly width?: number;
  readonly color?: boolean;
}

/** The context of a diff. */
export function contextOf(diff: Diff, { width = 80, color = false, ...rest }: ContextOptions = {}): DiffContext {
  const style = createStyle({ color, hyperlinks: false, width });
  return { diff, style, top: 10, groupBy: "cause", quiet: false, next: [], ...rest };
}

/** What changed between two releases in the recorded program. */
export async function tourDiff(before: Release, after: Release): Promise<Diff> {
  return diffReports(await recordedSet(before, "tour"), await recordedSet(after, "tour"), {
    names: ["old.txt", "new.txt"],
  });
}
