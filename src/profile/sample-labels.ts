import type { LineTable, ProfileLine } from "./lines.js";
import { originOf } from "./origin.js";
import { Places } from "./places.js";
import type { SiteFinder } from "./site.js";
import type { Labels } from "./write-profile.js";

/**
 * Labels each sample with what its site is: `cause` and `verdict`, or `origin` where it has none. pprof can choose and
 * group by them: `-tagfocus=cause=returned`, `-tagroot=cause`.
 */
export function siteLabels(table: LineTable, sites: SiteFinder, isBuilt: (importPath: string) => boolean): Labels {
  const places = new Map<object, Places>();
  return (profile, sample) => {
    const found = places.get(profile) ?? new Places(profile, table, sites);
    places.set(profile, found);
    const place = found.all[found.indexOf(sample) ?? -1];
    if (place === undefined) return [];
    if (place.site !== null) {
      const { cause, allocates } = place.site.record;
      return [
        ["cause", cause],
        ["verdict", allocates],
      ];
    }
    const leaf = leafOf(table.of(profile)[profile.samples.stack(sample)[0] ?? 0], place.outermost);
    return [["origin", originOf(leaf, place.outermost, isBuilt)]];
  };
}

function leafOf(lines: readonly ProfileLine[] | undefined, outermost: ProfileLine): ProfileLine {
  return lines?.[0] ?? outermost;
}
