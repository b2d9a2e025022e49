import type { Origin, ProfileReport, ProfileRow } from "../../records/profile.js";
import { formatCount, formatPprofBytes, formatShare, plural } from "../../text/number.js";

type Amount = ProfileRow["flat"];

/** An amount in the report's unit. */
export function amountText(amount: Amount, unit: string): string {
  return unit === "bytes" ? formatPprofBytes(amount) : formatCount(amount);
}

/** What part of the total, as text. */
export function shareText(amount: Amount, total: Amount): string {
  return formatShare(Number(total) === 0 ? 0 : Number(amount) / Number(total));
}

/** What the numbers are of. */
const SAMPLES: ReadonlyMap<string, string> = new Map([
  ["alloc_space", "allocated"],
  ["alloc_objects", "objects allocated"],
  ["inuse_space", "in use"],
  ["inuse_objects", "objects in use"],
]);

/** `41.2MB allocated in 1,234 objects, 98.3% of it at sites of this build`. */
export function headlineText(report: ProfileReport): string {
  const { sample, unit, total, totalObjects, joined, shown, lines } = report;
  if (lines === 0 && Number(total) === 0) return `Nothing is ${SAMPLES.get(sample) ?? sample} in this profile`;
  const objects = unit === "bytes" ? ` in ${plural(Number(totalObjects), "object")}` : "";
  const filtered = shown === total ? "" : `, ${shareText(shown, total)} of it looked at`;
  const whole = `${amountText(total, unit)} ${SAMPLES.get(sample) ?? sample}${objects}${filtered}`;
  return `${whole}: ${shareText(joined, shown)} is at places that this build explains`;
}

/** How exact the numbers are. */
export function samplingText({ period, samples }: ProfileReport): string {
  if (period === 1) return "Every allocation was recorded.";
  const rate = period === 0 ? "" : `, one for each ${formatPprofBytes(period)} allocated on average`;
  return `${plural(samples, "sample")}${rate}, scaled up.`;
}

/** `Parse-8: 1,203 runs, 95,210 ns/op, 4,096 B/op, 12 allocs/op`. */
export function benchmarkText({ name, iterations, ...per }: ProfileReport["benchmarks"][number]): string {
  const values = [
    ["ns/op", per.nsPerOp],
    ["B/op", per.bytesPerOp],
    ["allocs/op", per.allocsPerOp],
  ] as const;
  const shown = values.flatMap(([unit, value]) => (value === null ? [] : [`${formatCount(value)} ${unit}`]));
  return `${name}: ${[plural(iterations, "run"), ...shown].join(", ")}`;
}

/** What allocates without a site. */
export const ORIGIN_TEXTS: Readonly<Record<Exclude<Origin, "site">, string>> = {
  "run-time": "the run time: for itself, or for a strings.Builder",
  reflect: "reflect, for types that are known at run time only",
  cgo: "C, or code without names",
  assembly: "assembly",
  testing: "the test's own machinery",
  "not-built": "packages that are not part of this build",
  "no-site": "places where this build has no call that allocates",
};

/** Why much was not joined, and what to do; null where little is missing. */
export function unjoinedText(report: ProfileReport): string | null {
  const { origins, shown, otherCode } = report;
  if (otherCode !== null && otherCode.moved > 0.02 * otherCode.functions) {
    return (
      `The profile is of other code: ${formatCount(otherCode.moved)} of ${plural(otherCode.functions, "function")} start on another ` +
      `line than in this build, such as \`${otherCode.example}\`. Build the revision it was made from.`
    );
  }
  const missing = origins.filter(({ origin, flat }) => isUnexplained(origin) && Number(flat) > 0.02 * Number(shown));
  const [most] = missing;
  if (most === undefined) return null;
  const part = `${shareText(most.flat, shown)} is not joined, most of it in \`${most.example}\``;
  return most.origin === "not-built"
    ? `${part}, which is no part of this build: name the program's or test's own packages behind the profile.`
    : `${part}: this build has no call there that allocates. The program was built with other flags, for another platform, or by another release of Go.`;
}

function isUnexplained(origin: Origin): boolean {
  return origin === "not-built" || origin === "no-site";
}
