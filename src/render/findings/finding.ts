import type { Diff } from "../../records/diff.js";
import type { CountedEscape, Failure, Gate } from "../../records/gate.js";
import type { EscapeRecord } from "../../records/record.js";
import { compareRecords } from "../../report/record-order.js";
import { failureTitle } from "../gate/rule-text.js";
import { Fingerprints } from "./fingerprint.js";
import { changeText, newText } from "./why-new.js";

/** An allocation as services show it that annotate code: on its line, with a text, and recognised when it comes again. */
export interface Finding {
  readonly record: EscapeRecord;
  /** What a comparison says of it, or that a rule of the gate counts it although it is not new; null in a report. */
  readonly change: "added" | "changed" | "counted" | null;
  /** Why it is new, what is different now, or what counts it, as a sentence without a period. */
  readonly changeText: string | null;
  /** Findings of one group teach the same thing. */
  readonly group: string;
  /** The same in every run, wherever the line has moved to. Hexadecimal. */
  readonly fingerprint: string;
}

/** The findings of a report, in its order. Instances of a generic function, and builds for tests, count once. */
export function* reportFindings(records: Iterable<EscapeRecord>): Generator<Finding> {
  const fingerprints = new Fingerprints();
  for (const record of records) {
    const fingerprint = fingerprints.next(record);
    if (fingerprint === null) continue;
    yield { record, change: null, changeText: null, group: groupOf(record), fingerprint };
  }
}

/** The findings of a diff: what is new first, then what has another cause or flow. What has only moved is none. */
export function* diffFindings({ added, changed, reasons }: Diff): Generator<Finding> {
  const fingerprints = new Fingerprints();
  for (const record of added) {
    const fingerprint = fingerprints.next(record);
    if (fingerprint === null) continue;
    const reason = record.reason === null ? undefined : reasons[record.reason];
    const group = reason === undefined ? groupOf(record) : `reason ${record.reason}`;
    yield { record, change: "added", changeText: newText(record, reason), group, fingerprint };
  }
  for (const each of changed) {
    const record = each.after;
    const fingerprint = fingerprints.next(record);
    if (fingerprint === null) continue;
    yield { record, change: "changed", changeText: changeText(each), group: groupOf(record), fingerprint };
  }
}

/** The findings of a gate that fails: what its rules count, each once, in the order of a report. */
export function* gateFindings({ failures, reasons }: Gate): Generator<Finding> {
  const fingerprints = new Fingerprints();
  const counted = new Map<string, { readonly record: CountedEscape; readonly failure: Failure }>();
  for (const failure of failures) {
    for (const record of failure.escapes) {
      const key = JSON.stringify(record);
      if (!counted.has(key)) counted.set(key, { record, failure });
    }
  }
  for (const { record, failure } of [...counted.values()].sort((a, b) => compareRecords(a.record, b.record))) {
    const fingerprint = fingerprints.next(record);
    if (fingerprint === null) continue;
    if (!record.isNew) {
      const changeText = `It was there before, and counts: ${failureTitle(failure)}`;
      yield { record, change: "counted", changeText, group: groupOf(record), fingerprint };
      continue;
    }
    const reason = record.reason === null ? undefined : reasons[record.reason];
    const group = reason === undefined ? groupOf(record) : `reason ${record.reason}`;
    yield { record, change: "added", changeText: newText(record, reason), group, fingerprint };
  }
}

function groupOf({ package: importPath, function: name, cause }: EscapeRecord): string {
  return [importPath, name, cause].join("\n");
}
