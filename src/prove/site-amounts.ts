import type { ProfileReport, ProfileRow, ProfileSite } from "../records/profile.js";
import type { SiteAmount, SiteChange } from "../records/prove.js";

/** What is allocated at alike sites of one function, in one operation. */
export interface SiteSum {
  readonly identity: Pick<SiteChange, "function" | "origin" | "cause" | "expression" | "type" | "allocates" | "why">;
  /** The heaviest first. */
  readonly places: readonly PlaceSum[];
}

/** What is allocated at one line of it. */
export interface PlaceSum extends Omit<SiteAmount, "places"> {
  /** How many samples of the profile stand behind it; infinite where every allocation was recorded. */
  readonly samples: number;
}

/** The test's own machinery, and what the run time allocates for itself, are no part of an operation. */
function isApart({ origin, callers }: ProfileRow): boolean {
  return origin === "testing" || origin === null || (origin === "run-time" && callers === 0);
}

/**
 * Adds a profile up by what is allocated in which function, whatever line it is at: lines move from one side to the other.
 * The profile has to be of all its lines, by `alloc_space`. `operations`: how many it is of.
 */
export function siteSums({ rows, period }: ProfileReport, operations: number): SiteSum[] {
  const sums = new Map<string, { identity: SiteSum["identity"]; places: Map<string, PlaceSum> }>();
  for (const row of rows) {
    let [flat, objects] = [Number(row.flat), Number(row.objects)];
    for (const site of row.sites) {
      flat -= Number(site.flat);
      objects -= Number(site.objects);
      add(siteIdentity(site), site, row, Number(site.flat), Number(site.objects));
    }
    if (flat > 0 && !isApart(row)) {
      add(rowIdentity(row), row, row, flat, objects);
    }
  }
  return [...sums.values()].map(({ identity, places }) => ({
    identity,
    places: [...places.values()].sort((a, b) => b.bytes - a.bytes || a.line - b.line),
  }));

  function add(
    identity: SiteSum["identity"],
    { file, line, function: name }: Pick<ProfileRow, "file" | "line" | "function">,
    { inYourCode }: ProfileRow,
    flat: number,
    objects: number,
  ): void {
    if (flat === 0) return;
    const key = [identity.function, identity.origin, identity.cause, identity.expression, identity.type].join("\0");
    const sum = sums.get(key) ?? { identity, places: new Map<string, PlaceSum>() };
    sums.set(key, sum);
    const place = `${file}:${line}`;
    const known = sum.places.get(place);
    sum.places.set(place, {
      file,
      line,
      function: name,
      inYourCode:
        known === undefined || known.bytes * operations < flat ? callerOf(inYourCode, file, line) : known.inYourCode,
      bytes: (known?.bytes ?? 0) + flat / operations,
      allocs: (known?.allocs ?? 0) + objects / operations,
      samples: (known?.samples ?? 0) + samplesOf(flat, objects, period),
    });
  }
}

/** The line that leads there, where it is not the place itself. */
function callerOf(caller: ProfileRow["inYourCode"], file: string, line: number): SiteAmount["inYourCode"] {
  if (caller === null || (caller.file === file && caller.line === line)) return null;
  return { file: caller.file, line: caller.line, function: caller.function };
}

/** A profile is scaled up: a sample stands for more objects, the smaller they are. */
function samplesOf(flat: number, objects: number, period: number): number {
  if (period <= 1) return Number.POSITIVE_INFINITY;
  return objects <= 0 ? 1 : objects * (1 - Math.exp(-flat / objects / period));
}

function siteIdentity({ function: name, cause, expression, type, allocates, why }: ProfileSite): SiteSum["identity"] {
  return { function: name, origin: "site", cause, expression, type, allocates, why };
}

function rowIdentity({ function: name, origin }: ProfileRow): SiteSum["identity"] {
  const nothing = { cause: null, expression: null, type: null, allocates: null, why: null };
  return { function: name, origin: origin === "site" || origin === null ? "no-site" : origin, ...nothing };
}
