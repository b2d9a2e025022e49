import type { CauseText } from "../entry.js";

/** No explanation that a rule fits. */
export const unexplained: CauseText = {
  title: "No explanation",
  line: "the compiler does not say why",
  ease: 10,
  explanation:
    "The compiler reports the allocation without an explanation, or with one that no rule of this tool fits. The " +
    "first is normal for variables that it makes itself, such as the `#next` of a loop over a function; they often " +
    "have no position either. When it is so for most records, the output was made with `-m` instead of `-m -m`, or " +
    "by a Go release that this tool does not know yet.",
  example: { none: "whether the compiler explains an allocation depends on its release and not on the code." },
  remedies: [
    "Make the output with `-gcflags='-m -m'`, or let `escape-report build` do it.",
    "For a loop over a function, look at the other allocations of that line: its body is a closure that escapes.",
    "Report it, with the line of Go, if the compiler does print an explanation.",
  ],
  whenNotToBother: "There are a few among thousands.",
};
