import type { Location, Result, ThreadFlowLocation } from "sarif";
import { subject } from "../../../causes/cause-sentence.js";
import type { SiteRecord } from "../../../records/record.js";
import { SITE_CAUSES } from "../../../records/vocabulary.js";
import type { FileTree } from "../../../report/file-tree.js";
import { interest } from "../../../report/ranking.js";
import { codeText, type Finding, findingText, fingerprintOf, oneLine } from "../../findings/index.js";
import { locationOf } from "./location.js";

/** GitHub shows this many locations of a flow, and rejects a file with more than 10,000. */
const MAX_STEPS = 1000;

/** A finding as a result. */
export function resultOf(finding: Finding, tree: FileTree | undefined): Result {
  const { record, change, changeText } = finding;
  const steps = flowOf(record, tree);
  const where = locationOf(record, tree);
  const fingerprint = fingerprintOf(finding);
  return {
    ruleId: record.cause,
    ruleIndex: SITE_CAUSES.indexOf(record.cause),
    level: change === "added" || change === "counted" ? "warning" : "note",
    ...(change === null ? {} : { baselineState: BASELINE_STATES[change] }),
    message: { text: messageText(record, change, changeText) },
    locations: where === null ? [] : [{ ...where, ...logicalLocation(record) }],
    // Code scanning reads the first alone. Where it is missing, its upload action hashes the line with what follows it, so
    // that all results of a rule on a line are one alert (github/codeql-action, src/fingerprints.ts).
    partialFingerprints: { primaryLocationLineHash: fingerprint, "escapeIdentity/v1": fingerprint },
    ...(steps.length > 1 ? { codeFlows: [{ threadFlows: [{ locations: steps }] }] } : {}),
    rank: Math.min(100, Math.max(0, interest(record))),
    properties: propertiesOf(record),
  };
}

const BASELINE_STATES = { added: "new", changed: "updated", counted: "unchanged" } as const;

function messageText(record: SiteRecord, change: Finding["change"], changed: string | null): string {
  const text = findingText(record, quoted);
  const sentences = [
    `${change === "added" ? "New: " : ""}${text}.`,
    ...(changed === null ? [] : [`${oneLine(changed)}.`]),
  ];
  return plainMessage(sentences.join(" "));
}

function quoted(code: string): string {
  return `'${code}'`;
}

/**
 * Text that viewers show as it is: `F[int](x)` would be a link, and `[]int{0}` would hold a placeholder
 * (SARIF 2.1.0, 3.11.5 and 3.11.6).
 */
function plainMessage(text: string): string {
  return text
    .replace(/\\/g, "\\\\")
    .replace(/\[(?=[^\]]*\]\()/g, "\\[")
    .replace(/\{(\d+)\}/g, "{{$1}}");
}

function logicalLocation({ package: importPath, function: name }: SiteRecord): Pick<Location, "logicalLocations"> {
  if (name === null) return {};
  const fullyQualifiedName = importPath === null ? name : `${importPath}.${name}`;
  return {
    logicalLocations: [{ name: codeText(name), fullyQualifiedName: codeText(fullyQualifiedName), kind: "function" }],
  };
}

/** The way to the heap: where the value is made, and every step that has a place. */
function flowOf(record: SiteRecord, tree: FileTree | undefined): ThreadFlowLocation[] {
  const found: ThreadFlowLocation[] = [];
  const add = (location: Location | null, text: string, importance: ThreadFlowLocation["importance"]) => {
    if (location === null || found.length >= MAX_STEPS) return;
    found.push({ location: { ...location, message: { text: plainMessage(text) } }, importance });
  };
  const made = record.kind === "escape" ? record.expression : subject(record);
  add(locationOf(record, tree), `'${codeText(made)}' is made here.`, "essential");
  for (const { to, from, steps } of record.kind === "escape" ? record.flow : []) {
    steps.forEach(({ expression, reason, ...place }, i) => {
      const way = i === 0 ? `, from '${codeText(from)}' to '${codeText(to)}'` : "";
      const word = reason === "" ? "" : ` (${codeText(reason)})`;
      const last = i === steps.length - 1;
      add(locationOf(place, tree), `'${codeText(expression)}'${word}${way}.`, last ? "essential" : "important");
    });
  }
  return found;
}

function propertiesOf(record: SiteRecord): Record<string, string | null> {
  const { allocates, message } = record;
  if (record.kind === "allocation") return { allocates, call: record.call, type: record.type, compiler: message };
  const { allocation, rootCause, callee, guess } = record;
  return { allocation, rootCause, callee, allocates, guess, compiler: message };
}
