import type { Log, Notification, Run, ToolComponent } from "sarif";
import { jsonText } from "../../../text/json.js";
import { plural } from "../../../text/number.js";
import { type Finding, mostUseful, sourceFile } from "../../findings/index.js";
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
export interface LogFacts {
  /** The version of escape-report, where it is known. */
  readonly version: string | undefined;
  /** What was looked at: findings of a report and of a diff do not replace each other in code scanning. */
  readonly category: "report" | "diff" | "gate";
  /** As of {@link sourceFile}. */
  readonly prefix: string;
}

/** A SARIF 2.1.0 log with one run, a result a line. */
export function* sarifLog(findings: Iterable<Finding>, facts: LogFacts): Generator<string> {
  const placeless = { count: 0 };
  const { shown, more } = mostUseful(withPlace(findings, placeless), MAX_RESULTS);
  const run: Run = {
    tool: { driver: driver(facts.version) },
    automationDetails: { id: `escape-report/${facts.category}/` },
    columnKind: "unicodeCodePoints",
    originalUriBaseIds: BASES,
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(more, placeless.count) }],
    results: [],
  };
  const log: Log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  // The list of results comes last, so that they can be written one by one into an otherwise complete text.
  const end = "]}]}";
  yield jsonText(log).slice(0, -end.length);
  let separator = "\n";
  for (const finding of shown) {
    yield separator + jsonText(resultOf(finding, facts.prefix));
    separator = ",\n";
  }
  yield `\n${end}\n`;
}

/** Code scanning rejects a file with a single result that has no place in a file. */
function* withPlace(findings: Iterable<Finding>, placeless: { count: number }): Generator<Finding> {
  for (const finding of findings) {
    if (sourceFile(finding.record.file, "").kind === "none") placeless.count++;
    else yield finding;
  }
}

function driver(version: string | undefined): ToolComponent {
  return {
    name: "escape-report",
    ...(version === undefined ? {} : { version, semanticVersion: version }),
    informationUri: "https://github.com/escape-report/escape-report",
    organization: "escape-report",
    shortDescription: { text: "Heap allocations that the Go compiler reports." },
    fullDescription: {
      text: "Reads the Go compiler's escape analysis, and says what is allocated on the heap and why.",
    },
    rules: [...RULES],
  };
}

function notifications(more: number, placeless: number): Notification[] {
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
  if (placeless > 0) {
    found.push({
      level: "note",
      descriptor: { id: "results-without-place" },
      message: {
        text: `${plural(placeless, "heap allocation")} left out: in code that the compiler wrote, without a file.`,
      },
    });
  }
  return found;
}
