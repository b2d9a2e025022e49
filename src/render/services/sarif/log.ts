import type { Log, Notification, Run, ToolComponent } from "sarif";
import { jsonText } from "../../../text/json.js";
import { plural } from "../../../text/number.js";
import { type Finding, mostUseful, placed, Tally } from "../../findings/index.js";
import type { FindingsContext } from "../context.js";
import { BASES } from "./location.js";
import { resultOf } from "./result.js";
import { RULES } from "./rules.js";

/**
 * GitHub stores this many results of a run and drops others as it likes; it rejects files with more than 25,000, or
 * with more than 10 MB when compressed
 * (https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support).
 */
const MAX_RESULTS = 5000;

/** What a log says beside its results. */
export interface LogFacts extends FindingsContext {
  /** The version of escape-report, where it is known. */
  readonly version: string | undefined;
  /** What was looked at: findings of a report and of a diff do not replace each other in code scanning. */
  readonly category: "report" | "diff" | "gate";
}

/** A SARIF 2.1.0 log with one run, a result a line. */
export function* sarifLog(findings: Iterable<Finding>, facts: LogFacts): Generator<string> {
  const { tree, tally = new Tally() } = facts;
  const { shown, more } = mostUseful(placed(findings, "repository", tree, tally), MAX_RESULTS);
  const run: Run = {
    tool: { driver: driver(facts.version) },
    automationDetails: { id: `escape-report/${facts.category}/` },
    columnKind: "unicodeCodePoints",
    originalUriBaseIds: BASES,
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(more, tally) }],
    results: [],
  };
  const log: Log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  // The list of results comes last, so that they can be written one by one into an otherwise complete text.
  const end = "]}]}";
  yield jsonText(log).slice(0, -end.length);
  let separator = "\n";
  for (const finding of shown) {
    yield separator + jsonText(resultOf(finding, tree));
    separator = ",\n";
  }
  yield `\n${end}\n`;
}

function driver(version: string | undefined): ToolComponent {
  return {
    name: "escape-report",
    ...(version === undefined ? {} : { version, semanticVersion: version }),
    organization: "escape-report",
    shortDescription: { text: "Heap allocations that the Go compiler reports." },
    fullDescription: {
      text: "Reads the Go compiler's escape analysis, and says what is allocated on the heap and why.",
    },
    rules: [...RULES],
  };
}

function notifications(more: number, tally: Tally): Notification[] {
  const found: Notification[] = [];
  if (more > 0) {
    found.push({
      level: "warning",
      descriptor: { id: "results-left-out" },
      message: {
        text:
          `${plural(more, "further heap allocation")} left out: code scanning keeps at most 5,000 results. ` +
          "The most useful are here; --format json has all.",
      },
    });
  }
  const text = tally.text();
  if (text !== null) {
    found.push({ level: "note", descriptor: { id: "results-without-place" }, message: { text: `${text}.` } });
  }
  return found;
}
