import type { Issue, Severity } from "codeclimate-types";
import { CATALOGUE, remediesFor } from "../../causes/catalogue.js";
import { jsonText } from "../../text/json.js";
import { type Finding, findingText, oneLine, type SourceFile, sourceFile } from "../findings/index.js";

/**
 * A code quality report of GitLab (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format): a list
 * of issues, one a line. GitLab compares it with that of the target branch by the fingerprints. What has no line in a
 * file cannot be in it.
 */
export function* codeQuality(findings: Iterable<Finding>, prefix: string): Generator<string> {
  let separator = "[\n";
  for (const finding of findings) {
    const issue = issueOf(finding, prefix);
    if (issue === null) continue;
    yield separator + jsonText(issue);
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

function issueOf({ record, change, changeText, fingerprint }: Finding, prefix: string): Issue | null {
  const source = sourceFile(record.file, prefix);
  if (source.kind === "none" || record.line === null) return null;
  const { explanation, docs } = CATALOGUE[record.cause];
  const [remedy = ""] = remediesFor(record.cause, record.allocation);
  const sentences = [findingText(record, codeSpan), ...(changeText === null ? [] : [oneLine(changeText)])];
  return {
    type: "issue",
    check_name: `escape-report/${record.cause}`,
    description: `${change === "added" ? "New: " : ""}${sentences.join(". ")}`,
    content: { body: `${explanation}\n\nWhat can be done: ${remedy}\n\n[More](${docs})` },
    categories: ["Performance"],
    severity: SEVERITIES[change ?? "found"],
    fingerprint,
    location: { path: pathOf(source), lines: { begin: record.line, end: record.line } },
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

function pathOf({ kind, path }: Exclude<SourceFile, { kind: "none" }>): string {
  return kind === "goroot" ? `$GOROOT/${path}` : path;
}
