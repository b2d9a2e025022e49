import type { Config, HotProfile } from "../records/config.js";
import { type Effect, WORSE_EFFECTS } from "../records/diff.js";
import type { CountedEscape, Failure, Gate, GateRule } from "../records/gate.js";
import type { SiteRecord } from "../records/record.js";
import type { CodePlace } from "../selection/index.js";
import { selectorMatcher, selectorText } from "./selector.js";
import { type Through, type ThroughCalls, throughFields } from "./through-calls.js";

/** The change has other rules than those that judge it. */
export function changedRules({ from, changed, file }: Gate["rules"]): Failure[] {
  if (from === "head" || !changed) return [];
  return [
    {
      rule: "changed-rules",
      subject: file,
      file: null,
      line: null,
      allowed: 0,
      found: 1,
      escapes: [],
      ...throughFields(undefined),
    },
  ];
}

/** Allocations that are new since another release of Go compiles the same code. */
export interface Upgrade {
  /** `go1.24.10 to go1.26.8` */
  readonly subject: string;
  readonly has: (record: CountedEscape) => boolean;
}

/**
 * New allocations over the number that is allowed. Each is counted by the first rule that it fits; one that is new by
 * another release of Go by the allowance for that, where there is one.
 */
export function newFailures(
  added: readonly CountedEscape[],
  config: Config["new"],
  place: CodePlace,
  upgrade: Upgrade | null,
): Failure[] {
  const rules: {
    rule: GateRule;
    subject: string | null;
    matches: (record: CountedEscape) => boolean;
    allowed: number;
    escapes: CountedEscape[];
  }[] = [];
  const { allowed: usual = 0, upgrade: byUpgrade } = config ?? {};
  for (const { allowed, ...selector } of config?.rules ?? []) {
    rules.push({
      rule: "new",
      subject: selectorText(selector),
      matches: selectorMatcher(selector, place),
      allowed: limitOf(allowed),
      escapes: [],
    });
  }
  if (upgrade !== null && byUpgrade !== undefined) {
    const { subject, has } = upgrade;
    rules.push({ rule: "upgrade", subject, matches: has, allowed: limitOf(byUpgrade), escapes: [] });
  }
  rules.push({ rule: "new", subject: null, matches: () => true, allowed: limitOf(usual), escapes: [] });
  for (const record of added) rules.find(({ matches }) => matches(record))?.escapes.push(record);
  return rules.flatMap(({ rule, subject, allowed, escapes }) =>
    escapes.length > allowed ? [failure(rule, subject, allowed, escapes)] : [],
  );
}

function limitOf(allowed: number | "any"): number {
  return allowed === "any" ? Number.POSITIVE_INFINITY : allowed;
}

/** Parts of the module that allocate more than their budget, or for a cause that may not occur there. */
export function budgetFailures(
  escapes: readonly CountedEscape[],
  budgets: NonNullable<Config["budgets"]>,
  place: CodePlace,
): Failure[] {
  return budgets.flatMap(({ escapes: allowed, forbid = [], ...selector }) => {
    const matches = selectorMatcher(selector, place);
    const subject = selectorText(selector);
    const inside = escapes.filter(matches);
    const found: Failure[] = [];
    if (allowed !== undefined && inside.length > allowed) found.push(failure("budget", subject, allowed, inside));
    for (const cause of forbid) {
      const forbidden = inside.filter(
        (record) => record.cause === cause || (record.kind === "escape" && record.rootCause === cause),
      );
      const where = subject === null ? cause : `${cause} in ${subject}`;
      if (forbidden.length > 0) found.push(failure("forbidden-cause", where, 0, forbidden));
    }
    return found;
  });
}

/** The hot functions of the rules that are named. */
export function hotEntries(config: Config): { readonly function: string; readonly packages?: string[] | undefined }[] {
  return entriesOf(config).flatMap((entry) => {
    if (typeof entry === "string") return [{ function: entry }];
    return "function" in entry ? [entry] : [];
  });
}

/** The profiles that tell which code is hot. */
export function hotProfiles(config: Config): HotProfile[] {
  return entriesOf(config).flatMap((entry) => (typeof entry !== "string" && "profile" in entry ? [entry] : []));
}

function entriesOf({ hot = [] }: Config) {
  return Array.isArray(hot) ? hot : [hot];
}

/** Code that profiles show to be hot. */
export interface HotCode {
  /** How people call it. */
  readonly subject: string;
  readonly has: (record: SiteRecord) => boolean;
}

/** New allocations where most bytes are allocated. */
export function hotCodeFailures(added: readonly CountedEscape[], hot: readonly HotCode[]): Failure[] {
  return hot.flatMap(({ subject, has }) => {
    const inside = added.filter(has);
    return inside.length === 0 ? [] : [failure("hot-profile", subject, 0, inside)];
  });
}

/** Functions that may not allocate and do, or call what does. */
export function hotFailures(
  escapes: readonly CountedEscape[],
  config: Config,
  place: CodePlace,
  through: ThroughCalls["hot"],
): Failure[] {
  const counts = countedHere(config);
  return hotEntries(config).flatMap(({ function: name, packages }, i) => {
    const matches = selectorMatcher({ functions: [name], ...(packages === undefined ? {} : { packages }) }, place);
    const inside = escapes.filter((record) => matches(record) && counts(record));
    return failureThrough({ rule: "hot-function", subject: name, file: null, line: null }, inside, through.get(i));
  });
}

/** Whether an allocation counts where nothing may be allocated: what fills a cache once does not, unless it is said to. */
export function countedHere({ strict = [] }: Config): (record: CountedEscape) => boolean {
  return strict.includes("once") ? () => true : ({ doubt }) => doubt !== "once";
}

/** A failure where something is allocated, or where calls lead to something or cannot be followed. */
export function failureThrough(
  facts: Pick<Failure, "rule" | "subject" | "file" | "line">,
  inside: readonly CountedEscape[],
  through: Through | undefined,
): Failure[] {
  const found = inside.length + (through?.paths.length ?? 0);
  if (found === 0 && (through?.unknown.length ?? 0) === 0) return [];
  const escapes = [...inside].sort((a, b) => Number(b.isNew) - Number(a.isNew));
  return [{ ...facts, allowed: 0, found, escapes, ...throughFields(through) }];
}

/** What was there before and is worse now. Without a rule, nothing of it counts. */
export function worseFailures(escapes: readonly CountedEscape[], config: Config["worse"], place: CodePlace): Failure[] {
  if (config === undefined) return [];
  const { allowed = 0, effects = WORSE_EFFECTS, ...selector } = config;
  const matches = selectorMatcher(selector, place);
  const wanted: ReadonlySet<Effect> = new Set(effects);
  const found = escapes.filter((record) => matches(record) && record.effects.some((effect) => wanted.has(effect)));
  return found.length > allowed ? [failure("worse", selectorText(selector), allowed, found)] : [];
}

function failure(rule: GateRule, subject: string | null, allowed: number, escapes: readonly CountedEscape[]): Failure {
  const sorted = [...escapes].sort((a, b) => Number(b.isNew) - Number(a.isNew));
  return {
    rule,
    subject,
    file: null,
    line: null,
    allowed,
    found: escapes.length,
    escapes: sorted,
    ...throughFields(undefined),
  };
}
