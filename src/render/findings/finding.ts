import type { CheckedPath } from "../../records/check.js";
import type { Diff } from "../../records/diff.js";
import type { CountedEscape, Failure, Gate } from "../../records/gate.js";
import type { AllocationRecord, SiteRecord } from "../../records/record.js";
import { compareRecords } from "../../report/record-order.js";
import { causeOfCall } from "../../sites/index.js";
import { failureTitle } from "../gate/rule-text.js";
import { pathWay } from "../text/call-path.js";
import { Identities, type Identity } from "./fingerprint.js";
import { changeText, newText } from "./why-new.js";

/** An allocation as formats show it that name places: on its line, with a text, and recognised when it comes again. */
export interface Finding extends Identity {
  readonly record: SiteRecord;
  /** What a comparison says of it, or that a rule of the gate counts it although it is not new; null in a report. */
  readonly change: "added" | "changed" | "counted" | null;
  /** Why it is new, what is different now, or what counts it, as a sentence without a period. */
  readonly changeText: string | null;
  /** Findings of one group teach the same thing. */
  readonly group: string;
}

/** The findings of a report, in its order. */
export function* reportFindings(records: Iterable<SiteRecord>): Generator<Finding> {
  const identities = new Identities(true);
  for (const record of records) {
    const identity = identities.next(record);
    yield { record, change: null, changeText: null, group: groupOf(record), ...identity };
  }
}

/** The findings of a diff: what is new first, then what has another cause or flow. What has only moved is none. */
export function* diffFindings({ added, changed, reasons }: Diff): Generator<Finding> {
  const identities = new Identities(false);
  for (const record of added) {
    const identity = identities.next(record);
    const reason = record.reason === null ? undefined : reasons[record.reason];
    const group = reason === undefined ? groupOf(record) : `reason ${record.reason}`;
    yield { record, change: "added", changeText: newText(record, reason), group, ...identity };
  }
  for (const each of changed) {
    const record = each.after;
    const identity = identities.next(record);
    yield { record, change: "changed", changeText: changeText(each), group: groupOf(record), ...identity };
  }
}

/** The findings of a gate that fails: what calls lead to, then what its rules count, each once, in the order of a report. */
export function* gateFindings({ failures, reasons }: Gate): Generator<Finding> {
  const identities = new Identities(true);
  const counted = new Map<string, { readonly record: CountedEscape; readonly failure: Failure }>();
  for (const failure of failures) {
    for (const record of failure.escapes) {
      const key = JSON.stringify(record);
      if (!counted.has(key)) counted.set(key, { record, failure });
    }
  }
  for (const failure of failures) {
    for (const path of failure.paths) {
      const record = reachedRecord(path);
      const changeText = `${failureTitle(failure)}; reached by ${pathWay(path)}`;
      yield { record, change: "counted", changeText, group: groupOf(record), ...identities.next(record) };
    }
  }
  for (const { record, failure } of [...counted.values()].sort((a, b) => compareRecords(a.record, b.record))) {
    const identity = identities.next(record);
    if (!record.isNew) {
      const changeText = `It was there before, and counts: ${failureTitle(failure)}`;
      yield { record, change: "counted", changeText, group: groupOf(record), ...identity };
      continue;
    }
    const reason = record.reason === null ? undefined : reasons[record.reason];
    const group = reason === undefined ? groupOf(record) : `reason ${record.reason}`;
    yield { record, change: "added", changeText: newText(record, reason), group, ...identity };
  }
}

/** An allocation that calls lead to, at the call with which the way begins. */
function reachedRecord({ calls, site }: CheckedPath): AllocationRecord {
  const [first] = calls;
  const { allocates, reason, call, type, bytes, loop } = site;
  return {
    kind: "allocation",
    package: null,
    variant: null,
    file: first?.file ?? site.file,
    line: first?.line ?? site.line,
    column: null,
    function: first?.function ?? null,
    message: `leads to ${type === null ? call : `${call} of ${type}`}`,
    cause: causeOfCall(call),
    allocates,
    reason,
    call,
    type,
    bytes,
    loop,
    stack: null,
  };
}

function groupOf({ package: importPath, function: name, cause }: SiteRecord): string {
  return [importPath, name, cause].join("\n");
}
