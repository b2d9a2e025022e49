import type { Measure, Measured, Proof, ProofRow, ProofSites, SiteAmount, SiteChange } from "../../records/prove.js";
import { formatCount, formatPprofBytes, plural } from "../../text/number.js";
import { ORIGIN_TEXTS } from "../profile/words.js";

/** What a unit is called where its values have units of their own. */
export function unitLabel(unit: string): string {
  return unit === "ns/op" ? "time/op" : unit;
}

const TIMES = [
  [1e9, "s"],
  [1e6, "ms"],
  [1e3, "µs"],
] as const;

/** A value as people read it: `95.21µs`, `4.73kB`, `1,203`. */
export function valueText(unit: string, value: number): string {
  if (unit === "ns/op") {
    const [size, name] = TIMES.find(([each]) => Math.abs(value) >= each) ?? [1, "ns"];
    return `${figures(value / size)}${name}`;
  }
  if (unit === "B/op") return bytesText(value);
  return Math.abs(value) >= 1000 ? formatCount(Math.round(value)) : figures(value);
}

/** Bytes of one operation: often a fraction, where what a benchmark begins with is shared by all. */
export function bytesText(bytes: number): string {
  return Math.abs(bytes) < 1024 ? `${figures(bytes, 3)}B` : formatPprofBytes(bytes);
}

/** Four figures, without zeros that say nothing. */
function figures(value: number, count = 4): string {
  if (value === 0) return "0";
  const decimals = Math.max(0, count - 1 - Math.floor(Math.log10(Math.abs(value))));
  const text = value.toFixed(Math.min(decimals, 3));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** `± 2%`: how far the ends of the interval are from the median. */
export function spreadText({ median, interval }: Measured): string {
  if (interval === null) return "± ∞";
  if (median === 0) return interval.most === 0 && interval.least === 0 ? "± 0%" : "± ?";
  const spread = Math.max(interval.most / median - 1, 1 - interval.least / median);
  return `± ${Math.round(spread * 100)}%`;
}

/** The change of the median where the sides differ, else `~`. */
export function deltaText({ before, after, delta, differs }: Measure): string {
  if (before === null) return "only after";
  if (after === null) return "only before";
  if (!differs) return "~";
  if (delta === null) return "from 0";
  return `${delta > 0 ? "+" : ""}${(delta * 100).toFixed(2)}%`;
}

/** `p=0.012 n=10`; nothing without both sides. */
export function probabilityText({ before, after, p }: Measure): string {
  if (before === null || after === null || p === null) return "";
  const [m, n] = [before.values.length, after.values.length];
  return `${p < 0.001 ? "p<0.001" : `p=${p.toFixed(3)}`} n=${m === n ? m : `${m}+${n}`}`;
}

/** Which benchmarks allocate less, and which more. */
export function headlineText({ before, after, rows }: Proof): string {
  const both = rows.filter(({ measures }) => measures.some((each) => each.before !== null && each.after !== null));
  const sides = `${after.name} against ${before.name}`;
  if (both.length === 0) return `${sides}: no benchmark is on both sides`;
  const parts = ["B/op", "ns/op"].flatMap((unit) => {
    const found = both.flatMap(({ measures }) => measures.filter((each) => each.unit === unit && each.p !== null));
    if (found.length === 0) return [];
    const sure = found.filter(({ differs }) => differs);
    const less = sure.filter(({ before: a, after: b }) => (b?.median ?? 0) < (a?.median ?? 0)).length;
    const more = sure.filter(({ before: a, after: b }) => (b?.median ?? 0) > (a?.median ?? 0)).length;
    const counts = [less > 0 ? `less in ${less}` : "", more > 0 ? `more in ${more}` : ""].filter((part) => part !== "");
    return [`${unitLabel(unit)} ${counts.length === 0 ? "shows no difference" : `is ${counts.join(", ")}`}`];
  });
  return `${sides}, ${plural(both.length, "benchmark")}: ${parts.join("; ") || "measured"}`;
}

/** Against what to read the figures; empty where nothing is remarkable. */
export function remarks({ rows, runs, isComplete }: Proof): string[] {
  const measured = rows.flatMap(({ measures }) => measures.filter(({ p }) => p !== null));
  const fewest = Math.min(
    ...measured.map(({ before, after }) => Math.max(before?.values.length ?? 0, after?.values.length ?? 0)),
  );
  const found: string[] = [];
  if (!isComplete && runs !== null) {
    found.push(
      `Interrupted after ${formatCount(runs.done)} of ${plural(runs.wanted, "round")}: this is what was measured.`,
    );
  }
  if (measured.length > 0 && fewest < 4) {
    found.push(`With fewer than 4 runs of each side no difference can be told from chance: --count 10.`);
  } else if (measured.length > 0 && fewest < 6) {
    found.push("± takes at least 6 runs.");
  }
  const units = new Set(rows.flatMap(({ measures }) => measures.map(({ unit }) => unit)));
  if (rows.length > 0 && !units.has("B/op")) found.push("What is allocated was not measured: go test -benchmem.");
  return found;
}

/** `cpu: …, linux/amd64, go1.26.8, 10 runs of each side in turns`. */
export function settingsText({ settings, before, after, runs }: Proof): string {
  const { goos, goarch, cpu } = settings;
  const toolchains = [...new Set([before.toolchain, after.toolchain])].filter((each) => each !== null);
  const platform = goos === undefined || goarch === undefined ? [] : [`${goos}/${goarch}`];
  const turns = runs === null ? [] : [`${plural(runs.done, "run")} of each side, in turns`];
  return [...(cpu === undefined ? [] : [cpu]), ...platform, ...toolchains, ...turns].join(", ");
}

/** What was allocated at a site: its cause, or what it is where the build has none. */
export function causeText({ cause, origin }: SiteChange): string {
  return cause ?? (origin === "site" ? "" : ORIGIN_TEXTS[origin]);
}

/** The place to look at: where it is now, or was. */
export function placeOfChange({ before, after, function: name }: SiteChange): SiteAmount {
  const unknown = { file: "", line: 0, function: name, bytes: 0, allocs: 0, inYourCode: null, places: 1 };
  return after ?? before ?? unknown;
}

/** How much of the difference in B/op the sites make up; null where there is no difference. */
export function accountText({ measures, sites }: ProofRow): string | null {
  const bytes = measures.find(({ unit }) => unit === "B/op");
  if (sites === null || sites.changes.length === 0 || bytes?.differs !== true) return null;
  const measured = (bytes.after?.median ?? 0) - (bytes.before?.median ?? 0);
  return `Together ${signed(differenceOf(sites))}, of ${signed(measured)} in B/op.`;
}

function differenceOf({ changes }: ProofSites): number {
  return changes.reduce((sum, { before, after }) => sum + (after?.bytes ?? 0) - (before?.bytes ?? 0), 0);
}

function signed(bytes: number): string {
  return `${bytes > 0 ? "+" : ""}${bytesText(bytes)}`;
}

/** Said in place of changes. */
export function noChangeText({ same }: ProofSites): string {
  return `The profiles show no site that allocates more or less; ${plural(same, "site")} alike.`;
}

/** How the bytes of sites were found. */
export function profileText({ exact, operations }: ProofSites): string {
  const of = `a profile of ${plural(operations, "operation")} on each side`;
  return exact ? `By ${of}, every allocation recorded.` : `By ${of}, a sample scaled up.`;
}

/** How many allocations: said where a change is of them rather than of bytes. Empty elsewhere. */
export function allocsText({ before, after }: SiteChange): string {
  if (before === null || after === null) return "";
  const isOfBytes = Math.abs(after.bytes - before.bytes) >= 0.1 * Math.max(after.bytes, before.bytes);
  return isOfBytes
    ? ""
    : `${valueText("allocs/op", before.allocs)} → ${valueText("allocs/op", after.allocs)} allocations`;
}
