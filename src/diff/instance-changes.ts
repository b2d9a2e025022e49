import type { Instance, SiteRecord } from "../records/record.js";
import type { Item } from "./compared-escape.js";

/** Whether a place in a generic function has instances that it did not have, or lacks some that it had. */
export function instanceChanges(
  { instances: before }: SiteRecord,
  { instances: after }: SiteRecord,
): { readonly come: boolean; readonly gone: boolean } {
  if (before === undefined || after === undefined) return { come: false, gone: false };
  const [old, now] = [before.map(nameOf), after.map(nameOf)];
  // Where not all have a name, only their number tells.
  if ([...old, ...now].includes(null)) return { come: old.length < now.length, gone: old.length > now.length };
  const lacks = (names: readonly (string | null)[], other: readonly (string | null)[]) =>
    other.some((name) => !names.includes(name));
  return { come: lacks(old, now), gone: lacks(now, old) };
}

/** By its shape, which text and machine code both have. */
function nameOf({ shape, types }: Instance): string | null {
  return shape ?? types[0] ?? null;
}

/**
 * Finds, for places in generic functions that are new in a package, the same place in another package that had an instance
 * before: one more instance, and no new place.
 */
export function furtherInstances(before: readonly Item[], after: readonly Item[]): Map<Item, Item> {
  const known = new Map<string, Item>();
  for (const item of before) if (item.record.instances !== undefined) known.set(placeOf(item), item);
  const found = new Map<Item, Item>();
  for (const item of after) {
    if (item.mate !== null || item.record.instances === undefined) continue;
    const place = known.get(placeOf(item));
    if (place !== undefined && place.package !== item.package) found.set(item, place);
  }
  return found;
}

/** In the text of other packages, its own stands in front of names. */
function placeOf({ record, function: name, kind, looseExpression }: Item): string {
  return [record.file, name, kind, looseExpression.replace(/\b[\p{L}_][\p{L}\p{N}_]*\.(?=[\p{L}_])/gu, "")].join("\n");
}
