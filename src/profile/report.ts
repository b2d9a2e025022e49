import type { Integer } from "../../parsers/profile/index.js";
import { adviceOn, NONE_KNOWN } from "../causes/advice.js";
import { CALL_TEXTS } from "../causes/call-texts.js";
import { why } from "../causes/cause-sentence.js";
import type { Origin, ProfileReport, ProfileRow, ProfileSite } from "../records/profile.js";
import type { AllocationRecord, EscapeRecord } from "../records/record.js";
import { PROFILE_SCHEMA } from "../records/schema-names.js";
import type { SiteCause } from "../records/vocabulary.js";
import type { ProfileLine } from "./lines.js";
import { originOf } from "./origin.js";
import type { Site } from "./site.js";
import { descending, plus, ratio } from "./sums.js";
import type { Weighed, WeighedLine, WeighedSite } from "./weigh.js";

/** What a report says beside its weights. */
export interface ReportFacts extends Pick<ProfileReport, "sample" | "unit" | "period" | "otherCode" | "benchmarks"> {
  /** Rank by what is allocated below a line, too. */
  readonly byCum: boolean;
  /** How many rows. */
  readonly top: number;
  /** Names a line's file as records do. */
  readonly fileOf: (line: ProfileLine) => string;
  readonly isBuilt: (importPath: string) => boolean;
}

/** Makes the report: rows by weight, and what they come to by cause and origin. */
export function profileReport(weighed: Weighed, facts: ReportFacts): ProfileReport {
  const { byCum, top, sample, unit, period, otherCode, benchmarks } = facts;
  const weight = byCum ? ({ cum }: WeighedLine) => cum : ({ flat }: WeighedLine) => flat;
  const lines = weighed.lines.filter((line) => weight(line) !== 0);
  lines.sort((a, b) => descending(weight(a), weight(b)) || descending(a.cum, b.cum) || byName(a.line, b.line));
  const totals = totalsOf(weighed.lines, facts);
  const perOperation = operationScale(weighed.lines, facts);
  return {
    schema: PROFILE_SCHEMA,
    sample,
    unit,
    total: weighed.total,
    totalObjects: weighed.totalObjects,
    joined: totals.joined,
    shown: totals.shown,
    period,
    samples: weighed.samples,
    otherCode,
    benchmarks,
    causes: totals.causes,
    origins: totals.origins,
    lines: lines.length,
    rows: lines
      .slice(0, top)
      .map((line) => ({ ...rowOf(line, weighed.total, facts), perOperation: perOperation(line) })),
  };
}

function byName(a: ProfileLine, b: ProfileLine): number {
  const [first, second] = [`${a.symbol} ${a.file}`, `${b.symbol} ${b.file}`];
  return first === second ? a.line - b.line : first < second ? -1 : 1;
}

function rowOf(weighed: WeighedLine, total: Integer, facts: ReportFacts): Omit<ProfileRow, "perOperation"> {
  const { line, flat, cum, objects, callers } = weighed;
  const sites = mergedSizes(weighed.sites);
  sites.sort((a, b) => descending(a.flat, b.flat) || descending(a.objects, b.objects));
  const [heaviest] = sites;
  const record = heaviest?.site?.record ?? null;
  const [caller] = [...callers].sort(([a, x], [b, y]) => descending(x, y) || byName(a, b));
  return {
    ...placeOf(line, facts),
    flat,
    cum,
    objects,
    share: ratio(flat, total),
    origin: heaviest === undefined ? null : siteOrigin(heaviest, line, facts),
    cause: record?.cause ?? null,
    allocates: record?.allocates ?? null,
    type: record?.type ?? null,
    inYourCode: caller === undefined ? null : { ...placeOf(caller[0], facts), flat: caller[1] },
    callers: callers.size,
    sites: sites.flatMap((each) => (each.site === null ? [] : [siteOf(each, each.site, facts)])),
  };
}

/**
 * What part of the benchmark's B/op and allocs/op a line has. Runs of a benchmark are more than its last one, which go
 * prints, so weights are scaled to what that says; lines that no code of one's own leads to are the test's machinery.
 */
function operationScale(
  lines: readonly WeighedLine[],
  { sample, benchmarks }: ReportFacts,
): (line: WeighedLine) => ProfileRow["perOperation"] {
  const [benchmark, another] = benchmarks;
  const { bytesPerOp = null, allocsPerOp = null } = benchmark ?? {};
  if (sample !== "alloc_space" || another !== undefined || bytesPerOp === null || allocsPerOp === null) {
    return () => null;
  }
  const own = lines.filter(({ callers }) => callers.size > 0);
  const bytes = own.reduce<Integer>((sum, { flat }) => plus(sum, flat), 0);
  const objects = own.reduce<Integer>((sum, line) => plus(sum, line.objects), 0);
  return (line) =>
    line.callers.size === 0
      ? null
      : { bytes: bytesPerOp * ratio(line.flat, bytes), allocs: allocsPerOp * ratio(line.objects, objects) };
}

function placeOf(line: ProfileLine, { fileOf }: ReportFacts) {
  return { file: fileOf(line), line: line.line, function: line.symbol };
}

/** A site whose objects can have several sizes. */
interface SizedSite extends WeighedSite {
  readonly least: number | null;
  readonly most: number | null;
}

/** One for all sizes that a site has objects of: a slice that grows has many. */
function mergedSizes(sites: readonly WeighedSite[]): SizedSite[] {
  const merged: SizedSite[] = [];
  for (const each of sites) {
    const { site, outermost, size } = each;
    const at = merged.findIndex((other) => other.site?.record === site?.record && other.outermost === outermost);
    const known = merged[at];
    if (known === undefined) merged.push({ ...each, least: size, most: size });
    else {
      merged[at] = {
        ...known,
        flat: plus(known.flat, each.flat),
        objects: plus(known.objects, each.objects),
        least: size === null || known.least === null ? null : Math.min(size, known.least),
        most: size === null || known.most === null ? null : Math.max(size, known.most),
      };
    }
  }
  return merged;
}

function siteOf(weighed: SizedSite, { record, candidates }: Site, facts: ReportFacts): ProfileSite {
  const { outermost, least, most, flat, objects } = weighed;
  const { column, allocates, reason, type, loop } = record;
  return {
    ...placeOf(outermost, facts),
    ...(record.kind === "escape" ? decisionOf(record) : callOf(record)),
    column,
    allocates,
    reason: typeof reason === "string" ? reason : null,
    type,
    loop,
    bytes: least === null || most === null ? null : { least, most },
    candidates,
    flat,
    objects,
  };
}

function decisionOf(record: EscapeRecord) {
  const { kind, expression, allocation, cause, flow } = record;
  const { remedies, noRemedy } = adviceOn(record);
  return {
    kind,
    expression,
    allocation,
    cause,
    why: why(record),
    step: flow[0]?.steps[0] ?? null,
    remedy: remedies[0] ?? (noRemedy === NONE_KNOWN ? "" : (noRemedy ?? "")),
  };
}

function callOf({ kind, message, cause }: AllocationRecord) {
  const { why: reason, remedy } = CALL_TEXTS[cause];
  return { kind, expression: message, allocation: null, cause, why: reason, step: null, remedy };
}

function siteOrigin({ site, outermost }: WeighedSite, leaf: ProfileLine, { isBuilt }: ReportFacts): Origin {
  return site === null ? originOf(leaf, outermost, isBuilt) : "site";
}

interface Total {
  flat: Integer;
  objects: Integer;
  lines: number;
  heaviest: { readonly flat: Integer; readonly symbol: string };
}

function totalsOf(lines: readonly WeighedLine[], facts: ReportFacts) {
  const causes = new Map<SiteCause, Total>();
  const origins = new Map<Origin, Total>();
  let shown: Integer = 0;
  let joined: Integer = 0;
  for (const { line, sites } of lines) {
    const counted = new Set<SiteCause>();
    for (const each of sites) {
      shown = plus(shown, each.flat);
      const origin = siteOrigin(each, line, facts);
      if (each.site === null) add(origins, origin, each, line, 1);
      else {
        joined = plus(joined, each.flat);
        const { cause } = each.site.record;
        add(causes, cause, each, line, counted.has(cause) ? 0 : 1);
        counted.add(cause);
      }
    }
  }
  const sorted = <K>(totals: Map<K, Total>) => [...totals].sort(([, a], [, b]) => descending(a.flat, b.flat));
  return {
    shown,
    joined,
    causes: sorted(causes).map(([cause, { flat, objects, lines: count }]) => ({ cause, flat, objects, lines: count })),
    origins: sorted(origins).map(([origin, { flat, objects, heaviest }]) => ({
      origin,
      flat,
      objects,
      example: heaviest.symbol,
    })),
  };
}

function add<K>(totals: Map<K, Total>, key: K, weight: WeighedSite, line: ProfileLine, lines: number): void {
  const { flat, objects } = weight;
  const known = totals.get(key) ?? { flat: 0, objects: 0, lines: 0, heaviest: { flat: 0, symbol: line.symbol } };
  known.flat = plus(known.flat, flat);
  known.objects = plus(known.objects, objects);
  known.lines += lines;
  if (flat > known.heaviest.flat) known.heaviest = { flat, symbol: line.symbol };
  totals.set(key, known);
}
