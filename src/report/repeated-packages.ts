import type { DiagnosticRecord } from "../records/record.js";
import type { LineStats } from "../records/report.js";

/** More records of one package are handed on without waiting for its end, so that memory stays bounded. */
const MAX_HELD = 100_000;

/** Records of a package whose beginning was met before, until it is known whether they are the same. */
interface Held {
  readonly records: DiagnosticRecord[];
  readonly before: LineStats;
}

/**
 * Hands on the records of each package once. Output that was appended to a file that had it already, or a log that
 * shows a step twice, has the same packages again: their records are the same from the first to the last.
 */
export class RepeatedPackages {
  /** What is known of every package that has ended, a number for each time it came. */
  private readonly known = new Map<string, number[]>();
  private held: Held | null = null;
  private key: string | null = null;
  private sum = 0;
  /** How often a package came again. */
  packages = 0;
  /** How many lines of those had become records, and how many were unknown. */
  private kept = 0;
  private unknown = 0;

  constructor(private readonly take: (record: DiagnosticRecord) => void) {}

  /** A package begins; `before`: where the lines went that were read by then. */
  begin(importPath: string, variant: string | null, before: LineStats): void {
    this.key = variant === null ? importPath : `${importPath} [${variant}]`;
    this.sum = 0;
    this.held = this.known.has(this.key) ? { records: [], before } : null;
  }

  record(record: DiagnosticRecord): void {
    this.sum = sumWith(this.sum, record);
    const { held } = this;
    if (held === null) {
      this.take(record);
      return;
    }
    // A copy, since it may be good only until the next is read.
    held.records.push(JSON.parse(JSON.stringify(record)));
    if (held.records.length < MAX_HELD) return;
    this.held = null;
    held.records.forEach(this.take);
  }

  /** The package ends; `after` as above. */
  end(after: LineStats): void {
    const { key, held, sum } = this;
    if (key === null) return;
    const sums = this.known.get(key);
    if (held !== null) {
      if (held.records.length > 0 && sums?.includes(sum) === true) {
        this.packages++;
        this.kept += after.kept - held.before.kept;
        this.unknown += after.unknown - held.before.unknown;
      } else held.records.forEach(this.take);
      this.held = null;
    }
    if (sums === undefined) this.known.set(key, [sum]);
    else if (!sums.includes(sum)) sums.push(sum);
    this.key = null;
  }

  /** Where all lines went when those of repeated packages are not kept. */
  without({ lines, kept, skipped, unknown }: LineStats): LineStats {
    const again = this.kept + this.unknown;
    return { lines, kept: kept - this.kept, skipped: skipped + again, unknown: unknown - this.unknown };
  }
}

/** A number that tells records in this order from others, as good as certainly. */
function sumWith(sum: number, { kind, line, column }: DiagnosticRecord): number {
  const place = (line ?? 0) * 4096 + (column ?? 0) + kind.length * 31;
  return (Math.imul(sum ^ place, 0x01000193) ^ (sum >>> 15)) >>> 0;
}
