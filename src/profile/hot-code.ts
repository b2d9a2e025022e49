import type { Profile } from "../../parsers/profile/index.js";
import type { SiteRecord } from "../records/record.js";
import { LineTable, type ProfileLine } from "./lines.js";
import { measureOf } from "./measure.js";
import { baseName, withoutTypeArguments } from "./symbol.js";

/** What the lines are taken from. */
export interface HotOptions {
  /** Of all bytes that one's own code leads to, from 0 to 1. */
  readonly share: number;
  /** Whether a package is one's own; programs are `main` in profiles. */
  readonly isOwn: (importPath: string) => boolean;
}

/** The lines of one's own code that most bytes are allocated for, and the functions that they are in. */
export class HotCode {
  /** The heaviest first. */
  readonly lines: readonly ProfileLine[];
  private readonly functions: ReadonlySet<string>;

  constructor(profiles: readonly Profile[], { share, isOwn }: HotOptions) {
    const sums = ownBytes(profiles, isOwn);
    const sorted = [...sums].sort(([a, x], [b, y]) => y - x || a.id - b.id);
    let left = share * sorted.reduce((sum, [, bytes]) => sum + bytes, 0);
    const lines: ProfileLine[] = [];
    for (const [line, bytes] of sorted) {
      if (left <= 0) break;
      lines.push(line);
      left -= bytes;
    }
    this.lines = lines;
    this.functions = new Set(lines.map((line) => functionKey(line.package, line.file, line.function)));
  }

  /** Whether a record is in one of the functions: a line that is new is in no profile. */
  has({ package: importPath, file, function: name }: SiteRecord): boolean {
    if (importPath === null || file === null || name === null) return false;
    return [importPath, "main"].some((each) => this.functions.has(functionKey(each, file, name)));
  }
}

/** Bytes by the innermost line of one's own on each stack. */
function ownBytes(profiles: readonly Profile[], isOwn: (importPath: string) => boolean): Map<ProfileLine, number> {
  const table = new LineTable();
  const sums = new Map<ProfileLine, number>();
  for (const profile of profiles) {
    const { type } = measureOf(profile, "alloc_space");
    const { samples, sampleTypes } = profile;
    const own = table
      .of(profile)
      .map((lines) => lines.find((line) => line.file !== "_testmain.go" && isOwn(line.package)));
    for (let sample = 0; sample < samples.count; sample++) {
      const bytes = samples.values[sample * sampleTypes.length + type] ?? 0;
      const at = samples.stack(sample).find((index) => own[index] !== undefined);
      const line = at === undefined ? undefined : own[at];
      if (line !== undefined) sums.set(line, (sums.get(line) ?? 0) + bytes);
    }
  }
  return sums;
}

function functionKey(importPath: string, file: string, name: string): string {
  return `${importPath}\0${baseName(file)}\0${withoutTypeArguments(name)}`;
}
