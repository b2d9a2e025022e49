import type { Toolchain } from "../../records/report.js";
import type { Summary } from "../../report/summary.js";
import { formatCount, formatPprofBytes, formatShare, plural } from "../../text/number.js";
import { visible } from "../../text/visible.js";
import { notCompiledText } from "../text/not-compiled.js";
import type { ReportFacts, SummaryContext } from "./context.js";
import { cpuTime } from "./record-list.js";

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
export function headline(summary: Summary, { toolchain }: ReportFacts): Headline {
  const { escapes, packages, constants, panics, verdicts } = summary;
  const where = `in ${plural(packages, "package")}`;
  const name = toolchain === null ? null : visible(toolchainText(toolchain));
  if (verdicts === null) {
    const parts = [plural(escapes - constants - panics, "real candidate")];
    if (constants > 0) parts.push(`${plural(constants, "constant")} never allocated`);
    if (panics > 0) parts.push(`${formatCount(panics)} only when panicking`);
    return { total: `${plural(escapes, "heap allocation")} ${where}`, parts: parts.join(", "), toolchain: name };
  }
  const calls = callCount(summary);
  const total = verdicts.yes + verdicts.maybe + calls;
  const parts = [
    `${formatCount(verdicts.yes)} each time`,
    `${formatCount(verdicts.maybe)} at times`,
    ...(calls > 0 ? [`${formatCount(calls)} that escape analysis does not report`] : []),
  ];
  const left = [
    ...(constants > 0 ? [`${formatCount(constants)} never allocate`] : []),
    ...(panics > 0 ? [`${formatCount(panics)} only when panicking`] : []),
    ...(verdicts.unknown > 0 ? [`${formatCount(verdicts.unknown)} not known`] : []),
  ];
  if (left.length > 0) parts.push(`left out: ${left.join(", ")}`);
  return { total: `${plural(total, "heap allocation")} ${where}`, parts: parts.join(", "), toolchain: name };
}

function callCount({ calls }: Summary): number {
  return calls.reduce((sum, { yes, maybe }) => sum + yes + maybe, 0);
}

/** `go1.26.8 linux/amd64`. */
function toolchainText({ version, goos, goarch, experiment }: Toolchain): string {
  return `${version} ${goos}/${goarch}${experiment === undefined ? "" : ` GOEXPERIMENT=${experiment}`}`;
}

/** What the word means, for whoever meets it for the first time. */
export const MEANING = "A value escapes to the heap when it may outlive the call that makes it.";

/** What to say when nothing is ranked; null when something is. */
export function emptyMessage({ summary, facts, all, filtered = false, unmatched = [] }: SummaryContext): string | null {
  if (summary.ranked > 0) return null;
  const { escapes, constants, panics } = summary;
  if (escapes > 0 && !all) {
    const what = [constants > 0 ? "constants" : "", panics > 0 ? "arguments of panic" : ""].filter(
      (part) => part !== "",
    );
    return `Nothing to mend: there are only ${what.join(" and ")}. To list ${escapes === 1 ? "it" : "them"}, add --all.`;
  }
  const { lines, packages } = facts;
  if (packages.length > 0 && filtered) {
    const where = `in ${plural(packages.length, "package")}`;
    if (unmatched.length === 0) return `No escape ${where} has all that the options ask for.`;
    return unmatched.map((text) => `Nothing that is reported ${where} matches ${visible(text)}`).join("\n");
  }
  if (packages.length > 0) {
    if (summary.foreign > 0) return `No escapes of its own code in ${plural(packages.length, "package")}.`;
    return `No escapes in ${plural(packages.length, "package")}: all that the compiler reports stays on the stack.`;
  }
  if (lines.lines === 0) return "There is nothing to report: the input is empty.";
  return (
    `No escapes: ${lines.lines === lines.unknown ? "none" : "little"} of the ${plural(lines.lines, "line")} read is output ` +
    "of go build -gcflags='-m -m'."
  );
}

const TEXT_ALONE =
  "These are the compiler's decisions alone: which of them really allocate shows in the compiled packages, which " +
  "escape-report build reads.";

/** What a reader should know about the figures. */
export function notes({ summary, facts }: SummaryContext): string[] {
  const { escapes, unexplained, guesses, functionGuesses, lacksFlows } = summary;
  const found: string[] = [];
  const { generic, foreign } = summary;
  if (generic.copies > generic.places) {
    found.push(
      `${plural(generic.places, "place is", "places are")} in generic functions, and in ${formatCount(generic.copies)} copies of their code: each counts once.`,
    );
  }
  if (foreign > 0) {
    found.push(
      `${formatCount(foreign)} more ${foreign === 1 ? "is" : "are"} in generic functions of other modules or the standard library, compiled for types ` +
        "that are used here: left out without --all, as are their other functions.",
    );
  }
  const notCompiled = facts.build === null ? null : notCompiledText(facts.build);
  if (notCompiled !== null) found.push(notCompiled);
  if (summary.verdicts === null && escapes > 0) found.push(TEXT_ALONE);
  if (summary.bySize) {
    const { sized, ranked } = summary;
    found.push(
      `Bytes are what the lines allocate when each runs once: the type gives them for ${formatCount(sized)} of ${formatCount(ranked)}; ` +
        "slices, maps, channels and texts have the size that the program gives them.",
    );
  }
  if (lacksFlows) {
    found.push("None has an explanation: the output was made with -m given once. The causes need -m -m.");
  } else if (unexplained > 0) {
    found.push(`${formatCount(unexplained)} (${formatShare(unexplained / escapes)}) have no explanation.`);
  }
  if (guesses > 0) {
    found.push(
      `${plural(guesses, "cause is a guess", "causes are guesses")}: the compiler's text can be read in two ways.`,
    );
  }
  if (functionGuesses > 0) {
    const [one, more] = [
      "function is a guess: the compiler did not name it",
      "functions are guesses: the compiler did not name them",
    ];
    found.push(`${plural(functionGuesses, one, more)}, and the source is not at hand.`);
  }
  if (facts.lines.unknown > 0) {
    found.push(`${plural(facts.lines.unknown, "line was", "lines were")} not understood.`);
  }
  return found;
}

/** What a profile shows of what is ranked; null without one. */
export function profileText({ profile }: SummaryContext["summary"]): string | null {
  if (profile === undefined) return null;
  const { name, total, joined, unit } = profile;
  if (unit === "nanoseconds") {
    return (
      `By ${visible(name)}, a CPU profile of ${cpuTime(total.bytes)}: first comes what is allocated in the functions that take most of ` +
      "it. How much they allocate, only a heap profile tells."
    );
  }
  const share = formatShare(joined.bytes / (total.bytes || 1));
  return (
    `By ${visible(name)}: ${formatPprofBytes(total.bytes)} allocated in ${plural(total.objects, "object")}, ${share} of it ` +
    "at what is listed here. The rest is allocated elsewhere, for which see escape-report profile."
  );
}
