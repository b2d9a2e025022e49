import type { Config } from "../records/config.js";
import type { AddedEscape, ChangedEscape, DiffSide, Reason } from "../records/diff.js";
import type { CountedEscape, Failure, Gate, StaleEntry } from "../records/gate.js";
import type { SiteRecord } from "../records/record.js";
import { GATE_SCHEMA } from "../records/schema-names.js";
import { compareRecords } from "../report/record-order.js";
import { ANYWHERE } from "../selection/index.js";
import type { Assertion } from "./assertions.js";
import { Exemptions } from "./exemptions.js";
import {
  budgetFailures,
  changedRules,
  countedHere,
  failureThrough,
  type HotCode,
  hotCodeFailures,
  hotFailures,
  newFailures,
  type Upgrade,
  worseFailures,
} from "./rules.js";
import type { ThroughCalls } from "./through-calls.js";

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
  readonly escapes: readonly SiteRecord[];
  /** Those of them that are new. */
  readonly added: readonly AddedEscape[];
  readonly reasons: readonly Reason[];
  readonly stale: readonly StaleEntry[];
  /** What was there before and is another now; none against a baseline. */
  readonly changed: readonly ChangedEscape[];
  /** Comments in the files of these allocations that say that a line has none. */
  readonly assertions: readonly Assertion[];
  /** Code in which nothing new may be allocated, since profiles show that most is allocated there. */
  readonly hot: readonly HotCode[];
  /** What calls lead to from hot functions and from those comments. */
  readonly through: ThroughCalls;
  /** The day on which exemptions are judged, in UTC: `2026-11-22`. */
  readonly today: string;
}

/** Applies the rules. */
export function decide(input: GateInput): Gate {
  const { config, after } = input;
  const place = { ...ANYWHERE, modules: after.build?.modules ?? [], packages: input.packages };
  const counted = markNew(input.escapes, input);
  const exemptions = new Exemptions(config.exempt ?? [], place, input.today);
  const judged = exemptions.apply(counted);
  const added = judged.filter(({ isNew }) => isNew);
  const failures = [
    ...changedRules(input.rules),
    ...newFailures(added, config.new, place, upgradeOf(input)),
    ...budgetFailures(judged, config.budgets ?? [], place),
    ...hotFailures(judged, config, place, input.through.hot),
    ...hotCodeFailures(added, input.hot),
    ...worseFailures(judged, config.worse, place),
    ...assertionFailures(counted, input),
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

/**
 * What is new by another release of Go; null where both sides are built by one, and patch releases print the same. A baseline
 * gives no reasons, so that everything may be by the release.
 */
function upgradeOf({ before, after, against, reasons }: GateInput): Upgrade | null {
  const [from, to] = [before.toolchain?.version, after.toolchain?.version];
  const [old, now] = [from, to].map((version) => /^go1\.\d+/.exec(version ?? "")?.[0]);
  if (old === undefined || now === undefined || old === now) return null;
  const isReason = ({ reason }: CountedEscape) => reasons[reason ?? -1]?.kind === "release-changed";
  return { subject: `${from} to ${to}`, has: against === "baseline" ? () => true : isReason };
}

/** Finds the new and the changed ones among all. Several can look the same. */
function markNew(
  escapes: readonly SiteRecord[],
  { added, changed }: Pick<GateInput, "added" | "changed">,
): CountedEscape[] {
  const news = new Waiting(added, (record) => record);
  const changes = new Waiting(changed, ({ after }) => after);
  return [...escapes].sort(compareRecords).map((record) => {
    const found = news.take(record);
    return {
      ...record,
      isNew: found !== null,
      reason: found?.reason ?? null,
      doubt: typeof record.reason === "string" ? record.reason : null,
      parts: found?.parts ?? null,
      effects: found === null ? (changes.take(record)?.effects ?? []) : [],
    };
  });
}

/** What a comparison says of records, each to be taken once. */
class Waiting<T> {
  private readonly lists = new Map<string, T[]>();

  constructor(all: readonly T[], recordOf: (each: T) => Place) {
    for (const each of all) {
      const key = keyOf(recordOf(each));
      const list = this.lists.get(key);
      if (list === undefined) this.lists.set(key, [each]);
      else list.push(each);
    }
  }

  take(record: Place): T | null {
    return this.lists.get(keyOf(record))?.shift() ?? null;
  }
}

type Place = Pick<SiteRecord, "package" | "variant" | "file" | "line" | "column" | "function" | "message">;

function keyOf({ package: importPath, variant, file, line, column, function: name, message }: Place): string {
  return JSON.stringify([importPath, variant, file, line, column, name, message]);
}

/** What is allocated where a comment in the source says that nothing is. */
function assertionFailures(
  escapes: readonly CountedEscape[],
  { assertions, through, config }: Pick<GateInput, "assertions" | "through" | "config">,
): Failure[] {
  const byFile = new Map<string, CountedEscape[]>();
  for (const record of escapes) {
    if (record.file === null || record.line === null) continue;
    const list = byFile.get(record.file);
    if (list === undefined) byFile.set(record.file, [record]);
    else list.push(record);
  }
  const counts = countedHere(config);
  return assertions.flatMap((assertion, i): Failure[] => {
    const { kind, file, line, text } = assertion;
    if (kind === "assumed") return [];
    const inside = (byFile.get(file) ?? []).filter((record) => isMadeIn(record, assertion) && counts(record));
    const found = kind === "escapes" ? inside.filter((record) => record.kind === "escape") : inside;
    return failureThrough({ rule: "assertion", subject: text, file, line }, found, through.assertions.get(i));
  });
}

/**
 * Whether a statement makes the allocation. A variable is allocated where it is declared, for what a statement does with it
 * further down.
 */
function isMadeIn(record: CountedEscape, { file, from, to }: Assertion): boolean {
  const isInside = (line: number | null) => line !== null && line >= from && line <= to;
  if (isInside(record.line)) return true;
  if (record.kind !== "escape" || record.allocation !== "variable") return false;
  return record.flow.some(({ steps }) => steps.some((step) => step.file === file && isInside(step.line)));
}
