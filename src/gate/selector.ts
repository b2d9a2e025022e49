import type { Selector } from "../records/config.js";
import type { SiteRecord } from "../records/record.js";
import { type CodePlace, Selection } from "../selection/index.js";

/** Tells whether a rule is about an allocation. */
export type Matcher = (record: SiteRecord) => boolean;

/** Makes the test for a rule: as the options of the command line choose. */
export function selectorMatcher(selector: Selector, place: CodePlace): Matcher {
  const selection = new Selection(selector, place);
  return (record) => selection.matches(record);
}

/** What the rule is about, in words; null for everything. */
export function selectorText({ packages, paths, functions, causes }: Selector): string | null {
  const parts = [packages, paths, functions, causes].flatMap((list) => (list === undefined ? [] : [list.join(", ")]));
  return parts.length === 0 ? null : parts.join("; ");
}
