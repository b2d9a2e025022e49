import type { Exemption } from "../records/config.js";
import type { UsedExemption } from "../records/gate.js";
import type { SiteRecord } from "../records/record.js";
import type { CodePlace } from "../selection/index.js";
import { selectorMatcher } from "./selector.js";

/** What is allocated, as the report prints it and an exemption names it. */
export function subjectOf(record: SiteRecord): string {
  return record.kind === "escape" ? record.expression : record.message;
}

/** The exemptions of a configuration. Each allocation is taken out by the first that fits. */
export class Exemptions {
  private readonly entries: readonly {
    readonly exemption: Exemption;
    readonly expired: boolean;
    readonly matches: (record: SiteRecord) => boolean;
    count: number;
  }[];

  /** `today`: `2026-11-22`, in UTC. */
  constructor(exemptions: readonly Exemption[], place: CodePlace, today: string) {
    this.entries = exemptions.map((exemption) => {
      const matches = selectorMatcher(exemption, place);
      const { expressions, until } = exemption;
      return {
        exemption,
        expired: until !== undefined && until < today,
        matches: (record) => matches(record) && (expressions?.includes(subjectOf(record)) ?? true),
        count: 0,
      };
    });
  }

  /** Those that no exemption takes out. Counts what each does. */
  apply<T extends SiteRecord>(records: readonly T[]): T[] {
    return records.filter((record) => {
      const fitting = this.entries.filter(({ matches }) => matches(record));
      const entry = fitting.find(({ expired }) => !expired) ?? fitting[0];
      if (entry !== undefined) entry.count++;
      return entry === undefined || entry.expired;
    });
  }

  /** What each exemption did. */
  get used(): UsedExemption[] {
    return this.entries.map(({ exemption: { reason, until }, expired, count }) => ({
      reason,
      until: until ?? null,
      state: expired ? "expired" : count > 0 ? "used" : "unused",
      escapes: count,
    }));
  }
}
