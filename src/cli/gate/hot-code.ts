import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Profile } from "../../../parsers/profile/index.js";
import { UsageError } from "../../errors.js";
import { type HotCode as HotRule, hotProfiles } from "../../gate/index.js";
import { HotCode } from "../../profile/hot-code.js";
import { HOT_SHARE, type HotProfile } from "../../records/config.js";
import { ownPackages } from "../../report/own-packages.js";
import type { ReportRecords } from "../../report/report-records.js";
import type { LoadedConfig } from "../../sources/config-file.js";
import { isContained } from "../../sources/contained-path.js";
import { readHeapProfile } from "../../sources/profile-input.js";
import { formatCount } from "../../text/number.js";
import type { GateArguments } from "../options/compare.js";

/**
 * The code in which profiles show most to be allocated: those of the command line, with the share that the rules say, else
 * those of the rules.
 */
export async function hotCode(
  { profile: given = [], C = "." }: GateArguments,
  loaded: LoadedConfig,
  { header }: ReportRecords,
  signal: AbortSignal,
): Promise<HotRule[]> {
  const rules = hotProfiles(loaded.config);
  const isOwnPackage = ownPackages(header.build, header.packages);
  const isOwn = (importPath: string) => importPath === "main" || isOwnPackage(importPath);
  const ruleOf = (profiles: readonly Profile[], name: string, rule: HotProfile | undefined) => {
    const share = shareOf(rule);
    const code = new HotCode(profiles, { share, isOwn });
    if (code.lines.length === 0) {
      throw new UsageError(`${name} shows nothing that the code of this build allocates: it is of another program`);
    }
    const percent = `${Number((share * 100).toFixed(2))}%`;
    const { length } = code.lines;
    const lines = length === 1 ? "line that makes" : `${formatCount(length)} lines that make`;
    return { subject: `the functions of the ${lines} ${percent} of ${name}`, has: code.has.bind(code) };
  };
  if (given.length > 0) {
    const profiles: Profile[] = [];
    for (const file of given) profiles.push(await readHeapProfile(file, C, signal));
    return [ruleOf(profiles, given.join(", "), rules[0])];
  }
  const found: HotRule[] = [];
  for (const rule of rules) {
    const file = await fileOf(rule, loaded);
    found.push(ruleOf([await readHeapProfile(file, loaded.directory, signal)], rule.profile, rule));
  }
  return found;
}

/** A file that the rules name: below their own directory, also with all links followed, and no pipe. */
async function fileOf({ profile }: HotProfile, { directory, file }: LoadedConfig): Promise<string> {
  const path = resolve(directory, profile);
  const where = `${file}: hot: profile: ${profile}`;
  if (!(await isContained(directory, path))) {
    throw new UsageError(`${where} leads out of ${directory}. Name a file below it, or give it as --profile FILE`);
  }
  const facts = await stat(path).catch(() => null);
  if (facts !== null && !facts.isFile()) throw new UsageError(`${where} is no file`);
  return path;
}

function shareOf(rule: HotProfile | undefined): number {
  const { share = HOT_SHARE } = rule ?? {};
  return typeof share === "number" ? share : Number.parseFloat(share) / 100;
}
