import type { Diff } from "../../records/diff.js";
import type { CountedEscape, Failure, Gate } from "../../records/gate.js";
import type { SiteRecord } from "../../records/record.js";
import { compareRecords } from "../../report/record-order.js";
import { failureTitle } from "../gate/rule-text.js";
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

/** The findings of a gate that fails: what its rules count, each once, in the order of a report. */
export function* gateFindings({ failures, reasons }: Gate): Generator<Finding> {
  const identities = new Identities(true);
  const counted = new Map<string, { readonly record: CountedEscape; readonly failure: Failure }>();
  for (const failure of failures) {
    for (const record of failure.escapes) {
      const key = JSON.stringify(record);
      if (!counted.has(key)) counted.set(key, { record, failure });
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

function groupOf({ package: importPath, function: name, cause }: SiteRecord): string {
  return [importPath, name, cause].join("\n");
}
