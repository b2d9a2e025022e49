import type { Config } from "../records/config.js";
import type { AddedEscape, DiffSide, Reason } from "../records/diff.js";
import type { CountedEscape, Failure, Gate, StaleEntry } from "../records/gate.js";
import type { EscapeRecord } from "../records/record.js";
import { GATE_SCHEMA } from "../records/schema-names.js";
import { compareRecords } from "../report/record-order.js";
import { ANYWHERE } from "../selection/index.js";
import type { Assertion } from "./assertions.js";
import { Exemptions } from "./exemptions.js";
import { budgetFailures, changedRules, hotFailures, newFailures } from "./rules.js";

/** What a gate decides on. */
export interface GateInput {
  readonly config: Config;
  /** Where the rules come from. */
  readonly rules: Gate["rules"];
  readonly against: Gate["against"];
  readonly before: DiffSide;
  readonly after: DiffSide;
  /** Import paths of the packages that the newer side has. */
  readonly packages: readonly string[];
  /** Every allocation that counts. */
  readonly escapes: readonly EscapeRecord[];
  /** Those of them that are new. */
  readonly added: readonly AddedEscape[];
  readonly reasons: readonly Reason[];
  readonly stale: readonly StaleEntry[];
  /** Comments in the files of these allocations that say that a line has none. */
  readonly assertions: readonly Assertion[];
  /** The day on which exemptions are judged, in UTC: `2026-11-22`. */
  readonly today: string;
}

/** Applies the rules. */
export function decide(input: GateInput): Gate {
  const { config, after } = input;
  const place = { ...ANYWHERE, modules: after.build?.modules ?? [], packages: input.packages };
  const counted = markNew(input.escapes, input.added);
  const exemptions = new Exemptions(config.exempt ?? [], place, input.today);
  const judged = exemptions.apply(counted);
  const added = judged.filter(({ isNew }) => isNew);
  const failures = [
    ...changedRules(input.rules),
    ...newFailures(added, config.new, place),
    ...budgetFailures(judged, config.budgets ?? [], place),
    ...hotFailures(judged, config.hot ?? [], place),
    ...assertionFailures(counted, input.assertions),
  ];
  return {
    schema: GATE_SCHEMA,
    passed: failures.length === 0,
    against: input.against,
    rules: input.rules,
    before: input.before,
    after,
    newEscapes: added.length,
    failures,
    exemptions: exemptions.used,
    stale: [...input.stale],
    reasons: [...input.reasons],
  };
}

/** Finds the new ones among all. Several can look the same. */
function markNew(escapes: readonly EscapeRecord[], added: readonly AddedEscape[]): CountedEscape[] {
  const waiting = new Map<string, AddedEscape[]>();
  for (const record of added) {
    const list = waiting.get(keyOf(record));
    if (list === undefined) waiting.set(keyOf(record), [record]);
    else list.push(record);
  }
  return [...escapes].sort(compareRecords).map((record) => {
    const found = waiting.get(keyOf(record))?.shift();
    return { ...record, isNew: found !== undefined, reason: found?.reason ?? null, parts: found?.parts ?? null };
  });
}

function keyOf({ package: importPath, variant, file, line, column, function: name, message }: EscapeRecord): string {
  return JSON.stringify([importPath, variant, file, line, column, name, message]);
}

/** What escapes where a comment in the source says that nothing does. */
function assertionFailures(escapes: readonly CountedEscape[], assertions: readonly Assertion[]): Failure[] {
  const byFile = new Map<string, CountedEscape[]>();
  for (const record of escapes) {
    if (record.file === null || record.line === null) continue;
    const list = byFile.get(record.file);
    if (list === undefined) byFile.set(record.file, [record]);
    else list.push(record);
  }
  return assertions.flatMap(({ file, line, text, from, to }): Failure[] => {
    const records = byFile.get(file) ?? [];
    const found = records.filter((record) => record.line !== null && record.line >= from && record.line <= to);
    if (found.length === 0) return [];
    return [{ rule: "assertion", subject: text, file, line, allowed: 0, found: found.length, escapes: found }];
  });
}
