import type { InputRemark } from "../report/input-remarks.js";
import { visible } from "../text/visible.js";

const SAVE = "go build -gcflags='-m -m' ./... 2> build.txt";

/** Tells on standard error what a reader of saved output should know of it, a line each. `file`: where it comes from. */
export function printRemarks(remarks: readonly InputRemark[], file: string): void {
  const name = file === "-" ? "standard input" : visible(file);
  for (const remark of remarks) process.stderr.write(`escape-report: ${name}: ${remarkText(remark)}\n`);
}

/** What is missing, or what was done, and the next step. */
function remarkText(remark: InputRemark): string {
  switch (remark.kind) {
    case "no-explanations":
      return remark.alone
        ? `this is output of -m given once: it says what escapes, and not why. For the causes: ${SAVE}`
        : `there are no explanations in it, so that it says what escapes, and not why. For the causes: ${SAVE}`;
    case "mixed-flags":
      return `some of it is output of -m given once, which says what escapes, and not why; what is in it both ways counts twice. For all causes: ${SAVE}`;
    case "old-release":
      return remark.explained
        ? `this is the wording of a Go release before 1.19, which is read as far as it is like that of later ones. With a later Go: ${SAVE}`
        : `this is the wording of Go 1.12 or earlier, whose explanations are not read, and which may name one allocation twice. With Go 1.19 or later: ${SAVE}`;
    case "out-of-order":
      return remark.sorted
        ? `its lines were sorted: causes and packages cannot be told from it. As go prints it: ${SAVE}`
        : `its lines are not in the order in which they were printed (sorted, filtered, or of several builds at the same time): flows that are not whole are left out. As go prints it: ${SAVE}`;
    case "unreadable-flows":
      return `${remark.flows === 1 ? "a flow" : `${remark.flows} flows`} cannot be read, since lines are damaged: no cause is told from them. As go prints it, in UTF-8: ${SAVE}`;
    case "ends-early":
      return `it ends in the middle of an explanation, so the rest is missing. All of it: ${SAVE}`;
    case "repeated":
      return `${remark.packages === 1 ? "a package is" : `${remark.packages} packages are`} in it twice with the same lines, as after >>, and counted once.`;
    case "clipped":
      return `something was left out where it was kept: ${visible(remark.text.slice(0, 160))}. All of it: ${SAVE}`;
  }
}
