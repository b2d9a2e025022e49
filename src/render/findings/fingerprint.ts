import { createHash } from "node:crypto";
import { withoutShapes } from "../../causes/shapes.js";
import { plainText } from "../../diff/release-wording.js";
import { NameReader } from "../../diff/stable-names.js";
import type { SiteRecord } from "../../records/record.js";

/** What an allocation is recognised by. */
export interface Identity {
  /** The same in every run, wherever the line has moved to, and another for each allocation. */
  readonly identity: string;
  /** It is another instance, or another build, of one before, and has the identity of the last one. */
  readonly repeats: boolean;
}

/**
 * Gives each allocation an identity by what a comparison matches it by: package, function without the numbers of
 * closures, kind of allocation, expression in the wording that all releases share, and order among those that are alike
 * in all of that. Lines, columns and files are no part of it.
 */
export class Identities {
  private readonly names = new NameReader();
  private package: string | null = null;
  /** How many that are alike the package has had. */
  private readonly counts = new Map<string, number>();
  private readonly places = new Set<string>();

  /** `byPackage`: the records come package by package, and what was given before the last one can be forgotten. */
  constructor(private readonly byPackage: boolean) {}

  next(record: SiteRecord): Identity {
    const { package: importPath, file, line, column, function: name } = record;
    const [kind, thing] =
      record.kind === "escape" ? [record.allocation, record.expression] : [record.cause, record.message];
    // Which instance of a generic function comes first changes with the others.
    const words = record.instances === undefined ? thing : withoutShapes(record.kind === "escape" ? thing : kind);
    if (this.byPackage && importPath !== this.package) {
      this.package = importPath;
      this.counts.clear();
      this.places.clear();
    }
    const alike = [importPath ?? "", this.names.read(name).plain, kind, plainText(words)];
    const key = JSON.stringify(alike);
    const place = JSON.stringify([...alike, file, line, column]);
    const order = this.counts.get(key) ?? 0;
    // What the compiler gives no place to can only be told apart by its number.
    if (line !== null && this.places.has(place))
      return { identity: JSON.stringify([...alike, order - 1]), repeats: true };
    this.places.add(place);
    this.counts.set(key, order + 1);
    return { identity: JSON.stringify([...alike, order]), repeats: false };
  }
}

/** An identity as services take it. Hexadecimal. */
export function fingerprintOf({ identity }: Identity): string {
  return createHash("sha256").update(identity).digest("hex").slice(0, 40);
}
