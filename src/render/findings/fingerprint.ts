import { createHash } from "node:crypto";
import { plainText } from "../../diff/release-wording.js";
import { NameReader } from "../../diff/stable-names.js";
import type { EscapeRecord } from "../../records/record.js";

/**
 * Gives each allocation a fingerprint by what a comparison matches it by: package, function without the numbers of
 * closures, kind of allocation, expression in the wording that all releases share, and order among those that are alike
 * in all of that. Lines, columns and files are no part of it. Takes the records in the order of a report.
 */
export class Fingerprints {
  private readonly names = new NameReader();
  private package: string | null = null;
  /** How many that are alike the package has had. */
  private readonly counts = new Map<string, number>();
  private readonly places = new Set<string>();

  /** null for a record that is another instance, or another build, of one before. */
  next(record: EscapeRecord): string | null {
    const { package: importPath, file, line, column, function: name, allocation, expression } = record;
    if (importPath !== this.package) {
      this.package = importPath;
      this.counts.clear();
      this.places.clear();
    }
    const identity = [importPath ?? "", this.names.read(name).plain, allocation, plainText(expression)];
    const place = JSON.stringify([...identity, file, line, column]);
    // What the compiler gives no place to can only be told apart by its number.
    if (line !== null && this.places.has(place)) return null;
    this.places.add(place);
    const key = JSON.stringify(identity);
    const order = this.counts.get(key) ?? 0;
    this.counts.set(key, order + 1);
    return createHash("sha256")
      .update(JSON.stringify([...identity, order]))
      .digest("hex")
      .slice(0, 40);
  }
}
