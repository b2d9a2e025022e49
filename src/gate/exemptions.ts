import type { Exemption } from "../records/config.js";
import type { UsedExemption } from "../records/gate.js";
import type { EscapeRecord } from "../records/record.js";
import type { CodePlace } from "../selection/index.js";
import { selectorMatcher } from "./selector.js";

/** The exemptions of a configuration. Each allocation is taken out by the first that fits. */
export class Exemptions {
  private readonly entries: readonly {
    readonly exemption: Exemption;
    readonly expired: boolean;
    readonly matches: (record: EscapeRecord) => boolean;
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
        matches: (record) => matches(record) && (expressions?.includes(record.expression) ?? true),
        count: 0,
      };
    });
  }

  /** Those that no exemption takes out. Counts what each does. */
  apply<T extends EscapeRecord>(records: readonly T[]): T[] {
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
