import type { DiagnosticRecord, SiteRecord } from "../records/record.js";
import type { Amount, ChangedSite, Difference } from "../records/try.js";
import { isCandidate } from "../report/filter.js";
import { comparePlaces } from "../report/record-order.js";
import { objectBytes } from "../sites/index.js";
import { isOfHelper } from "./helper-file.js";
import { withOwnNames } from "./rewrite.js";

/** The allocation sites among records, named as in the source. */
export function sitesOf(records: readonly DiagnosticRecord[]): SiteRecord[] {
  return records
    .filter((record): record is SiteRecord => record.kind === "escape" || record.kind === "allocation")
    .filter((record) => !isOfHelper(record))
    .map(withOwnNames);
}

/**
 * What two lists of sites differ in, one compiled with other texts of the same lines. Of a pair, and of what is on one side
 * only, at least one has to be counted: `counts`.
 */
export function siteDifference(
  before: readonly SiteRecord[],
  after: readonly SiteRecord[],
  counts: (site: SiteRecord) => boolean,
): Difference {
  const removed: SiteRecord[] = [];
  const changed: ChangedSite[] = [];
  const left: SiteRecord[] = [];
  const groups = grouped(after, siteKey);
  for (const [key, olds] of grouped(before, siteKey)) {
    const news = groups.get(key) ?? [];
    groups.delete(key);
    const shared = Math.min(olds.length, news.length);
    const [gone, kept] = split(olds, news, shared);
    removed.push(...gone);
    kept.forEach(([old, now]) => {
      const what = changesOf(old, now);
      if (what.length > 0) changed.push({ before: old, after: now, what });
    });
    left.push(...news.slice(shared));
  }
  left.push(...[...groups.values()].flat());
  const added = left.filter((now) => {
    // A decision is gone, and the call that it was about is still there: `make` of a size that is not known.
    const at = removed.findIndex((old) => old.kind !== now.kind && old.call !== null && callKey(old) === callKey(now));
    const [old] = at < 0 ? [] : removed.splice(at, 1);
    if (old !== undefined) changed.push({ before: old, after: now, what: ["decision", ...allocatesOf(old, now)] });
    return old === undefined;
  });
  const counted = {
    removed: removed.filter(counts).sort(comparePlaces),
    changed: changed.filter((pair) => counts(pair.before) || counts(pair.after)),
    added: added.filter(counts).sort(comparePlaces),
  };
  return {
    ...counted,
    amounts: {
      before: amountOf(before.filter(counts)),
      removed: amountOf(counted.removed),
      added: amountOf(counted.added),
    },
  };
}

/** What ranks, and is chosen. */
export function countsFor(all: boolean, isChosen: (site: SiteRecord) => boolean): (site: SiteRecord) => boolean {
  return (site) => (all || isCandidate(site)) && isChosen(site);
}

/** How many sites, and what one allocation of each takes. */
export function amountOf(sites: readonly SiteRecord[]): Amount {
  const sizes = sites.map(objectBytes).filter((bytes) => bytes !== null);
  return { sites: sites.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0), sized: sizes.length };
}

function grouped(sites: readonly SiteRecord[], keyOf: (site: SiteRecord) => string): Map<string, SiteRecord[]> {
  const groups = new Map<string, SiteRecord[]>();
  for (const site of sites) {
    const key = keyOf(site);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [site]);
    else known.push(site);
  }
  for (const group of groups.values()) group.sort((a, b) => (a.column ?? 0) - (b.column ?? 0));
  return groups;
}

/** Columns move where something is put before them in a line, so they only order what is alike. */
function siteKey(site: SiteRecord): string {
  const { package: importPath, variant, function: name, file, line } = site;
  const what = site.kind === "escape" ? `${site.allocation} ${site.expression}` : site.call;
  return [importPath, variant, name, file, line, site.kind, what].join("\0");
}

function callKey({ package: importPath, variant, function: name, file, line, call }: SiteRecord): string {
  const kind = CALL_KINDS.find(([, calls]) => calls.test(call ?? ""))?.[0] ?? call;
  return [importPath, variant, name, file, line, kind].join("\0");
}

/** Calls that make the same: which one it is depends on whether the value may lie on the stack, where it is small enough. */
const CALL_KINDS: readonly (readonly [string, RegExp])[] = [
  ["slice", /^(?:mallocgc\w*|makeslice\w*|newarray|newobject)$/],
  ["map", /^makemap\w*$/],
];

/** Which of several alike are gone, and which are which on the other side. Those at the same column stay. */
function split(
  olds: readonly SiteRecord[],
  news: readonly SiteRecord[],
  shared: number,
): [SiteRecord[], [SiteRecord, SiteRecord][]] {
  if (olds.length <= shared) return [[], olds.map((old, i) => [old, news[i] as SiteRecord])];
  const waiting = [...news];
  const kept: [SiteRecord, SiteRecord][] = [];
  const gone: SiteRecord[] = [];
  for (const old of olds) {
    const at = waiting.findIndex(({ column }) => column === old.column);
    const [now] = at < 0 ? [] : waiting.splice(at, 1);
    if (now === undefined) gone.push(old);
    else kept.push([old, now]);
  }
  // What is left on the new side has moved in its line.
  for (const now of waiting) {
    const old = gone.shift();
    if (old !== undefined) kept.push([old, now]);
  }
  return [gone, kept];
}

function changesOf(before: SiteRecord, after: SiteRecord): ChangedSite["what"] {
  return [...(wayOf(before) === wayOf(after) ? [] : (["way"] as const)), ...allocatesOf(before, after)];
}

function allocatesOf(before: SiteRecord, after: SiteRecord): "allocates"[] {
  return before.allocates === after.allocates ? [] : ["allocates"];
}

/** The last step of its first way to the heap. */
function wayOf(site: SiteRecord): string {
  if (site.kind === "allocation") return "";
  const hop = site.flow.at(-1);
  const step = hop?.steps.at(-1);
  return [hop?.to, step?.reason, step?.file, step?.line, site.callee].join("\0");
}
