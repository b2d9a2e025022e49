import type { Issue, Severity } from "codeclimate-types";
import { textsOf } from "../../causes/site-texts.js";
import { jsonText } from "../../text/json.js";
import {
  type Finding,
  findingText,
  fingerprintOf,
  oneLine,
  type PlacedFinding,
  placed,
  Tally,
} from "../findings/index.js";
import type { FindingsContext } from "./context.js";

/**
 * A code quality report of GitLab (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format): a list
 * of issues, one a line. GitLab compares it with that of the target branch by the fingerprints.
 */
export function* codeQuality(
  findings: Iterable<Finding>,
  { tree, tally = new Tally() }: FindingsContext,
): Generator<string> {
  let separator = "[\n";
  for (const finding of placed(findings, "repository", tree, tally)) {
    yield separator + jsonText(issueOf(finding));
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

function issueOf(finding: PlacedFinding): Issue {
  const { record, change, changeText, path, line } = finding;
  const {
    explanation,
    docs,
    remedies: [remedy],
  } = textsOf(record);
  const sentences = [findingText(record, codeSpan), ...(changeText === null ? [] : [oneLine(changeText)])];
  const remedyText = remedy === undefined ? [] : [`What can be done: ${remedy}`];
  return {
    type: "issue",
    check_name: `escape-report/${record.cause}`,
    description: `${change === "added" ? "New: " : ""}${sentences.join(". ")}`,
    content: { body: [explanation, ...remedyText, `[More](${docs})`].join("\n\n") },
    categories: ["Performance"],
    severity: SEVERITIES[change ?? "found"],
    fingerprint: fingerprintOf(finding),
    location: { path, lines: { begin: line, end: line } },
  };
}

const SEVERITIES: Readonly<Record<"added" | "changed" | "counted" | "found", Severity>> = {
  added: "minor",
  counted: "minor",
  changed: "info",
  found: "info",
};

/** Descriptions are text with code in backticks, and nothing else. */
function codeSpan(code: string): string {
  return `\`${code.replaceAll("`", "'")}\``;
}
