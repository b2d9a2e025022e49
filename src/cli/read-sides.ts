import type { ReportRecords } from "../diff/index.js";
import type { Sides } from "./compare-sides.js";
import { DIFF_KINDS, readRecords } from "./run-diff.js";

/** Reads both sides: at the same time when one of them comes from the cache, since two builds would be in each other's way. */
export async function readSides({ before, after }: Sides): Promise<readonly [ReportRecords, ReportRecords]> {
  const cached = (await before.source.isCached?.(DIFF_KINDS)) === true;
  if (cached) return Promise.all([readRecords(before.source), readRecords(after.source)]);
  return [await readRecords(before.source), await readRecords(after.source)];
}
