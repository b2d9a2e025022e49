import { COLUMN, LINE, type Scanner } from "./scanner.js";

/**
 * What an input shows of how it was made, counted while it is read: by which flags, by which release, and whether its
 * lines still stand in the order in which the compiler printed them.
 */
export class InputSigns {
  /** `X escapes to heap` and `moved to heap: x`. */
  decisions = 0;
  /** First lines of explanations: only -m -m prints them. */
  explanations = 0;
  /** `can inline F`: -m alone prints no cost and no body. */
  withoutCost = 0;
  /** Lines as only Go before 1.19 prints them. */
  oldWording = 0;
  /** `POS: \tfrom EXPR (REASON) at POS`: explanations of Go 1.12 and earlier, which are not read. */
  oldExplanations = 0;
  /** Lines of flows that stand behind no first line of theirs, and first lines without a flow. */
  outOfPlace = 0;
  /** Flows that were left out because a line of theirs cannot be read. */
  unreadableFlows = 0;
  /** Whether the input ends in the middle of an explanation. */
  endsEarly = false;

  /** Takes what a line that comes with every function tells of the flags and the release. */
  ofFunction({ rows, bytes }: Scanner, row: number): void {
    const end = rows[row + COLUMN.end] as number;
    if (rows[row] === LINE.inlinedCall) {
      // `inlining call to fmt.Println func(...) (...) { … }`, up to Go 1.17
      if (bytes[end - 1] === 125) this.oldWording++;
    } else if (rows[row] === LINE.inlinable && rows[row + COLUMN.number] === -1) {
      // `can inline f as: …`, up to Go 1.14
      if (rows[row + COLUMN.messageEnd] === end) this.withoutCost++;
      else this.oldWording++;
    }
  }

  /** Takes a line that is not understood; returns whether it is one of a flow whose first line stands elsewhere. */
  ofUnknown(text: string): boolean {
    if (text.startsWith("\tfrom ")) this.oldExplanations++;
    const isFlow = text.startsWith("  flow: ") || text.startsWith("    from ");
    if (isFlow) this.outOfPlace++;
    return isFlow;
  }
}
