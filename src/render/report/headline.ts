import type { Toolchain } from "../../records/report.js";
import type { Summary } from "../../report/summary.js";
import { formatCount, formatShare, plural } from "../../text/number.js";
import type { ReportFacts, SummaryContext } from "./context.js";

/** The figures of a report in phrases. */
export interface Headline {
  /** `1,234 heap allocations in 56 packages`. */
  readonly total: string;
  /** `890 real candidates, 300 constants never allocated, 44 only when panicking`. */
  readonly parts: string;
  /** `go1.26.8 linux/amd64`; null when it is not known. */
  readonly toolchain: string | null;
}

/** Makes the phrases that every summary starts with. */
export function headline({ escapes, packages, constants, panics }: Summary, { toolchain }: ReportFacts): Headline {
  const parts = [plural(escapes - constants - panics, "real candidate")];
  if (constants > 0) parts.push(`${plural(constants, "constant")} never allocated`);
  if (panics > 0) parts.push(`${formatCount(panics)} only when panicking`);
  return {
    total: `${plural(escapes, "heap allocation")} in ${plural(packages, "package")}`,
    parts: parts.join(", "),
    toolchain: toolchain === null ? null : toolchainText(toolchain),
  };
}

/** `go1.26.8 linux/amd64`. */
function toolchainText({ version, goos, goarch, experiment }: Toolchain): string {
  return `${version} ${goos}/${goarch}${experiment === undefined ? "" : ` GOEXPERIMENT=${experiment}`}`;
}

/** What the word means, for whoever meets it for the first time. */
export const MEANING = "A value escapes to the heap when it may outlive the call that makes it.";

/** What to say when nothing is ranked; null when something is. */
export function emptyMessage({ summary, facts, all }: SummaryContext): string | null {
  if (summary.ranked > 0) return null;
  const { escapes, constants, panics } = summary;
  if (escapes > 0 && !all) {
    const what = [constants > 0 ? "constants" : "", panics > 0 ? "arguments of panic" : ""].filter(
      (part) => part !== "",
    );
    return `Nothing to mend: there are only ${what.join(" and ")}. To list ${escapes === 1 ? "it" : "them"}, add --all.`;
  }
  const { lines, packages } = facts;
  if (packages.length > 0) {
    return (
      `No escapes in ${plural(packages.length, "package")}: all that the compiler reports stays on the stack. ` +
      "If you filtered, look without the filters too."
    );
  }
  if (lines.lines === 0) return "There is nothing to report: the input is empty.";
  return (
    `No escapes: ${lines.lines === lines.unknown ? "none" : "little"} of the ${plural(lines.lines, "line")} read is output ` +
    "of go build -gcflags='-m -m'."
  );
}

/** What a reader should know about the figures. */
export function notes({ summary, facts }: SummaryContext): string[] {
  const { escapes, unexplained, guesses } = summary;
  const found: string[] = [];
  if (unexplained > escapes / 2) {
    found.push("Most have no explanation: the output was probably made with -m, and the causes need -m -m.");
  } else if (unexplained > 0) {
    found.push(`${formatCount(unexplained)} (${formatShare(unexplained / escapes)}) have no explanation.`);
  }
  if (guesses > 0) {
    found.push(
      `${plural(guesses, "cause is a guess", "causes are guesses")}: the compiler's text can be read in two ways.`,
    );
  }
  if (facts.lines.unknown > 0) {
    found.push(`${plural(facts.lines.unknown, "line was", "lines were")} not understood.`);
  }
  return found;
}
