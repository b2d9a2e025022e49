import { UsageError } from "../../errors.js";
import { unmatchedRules } from "../../gate/index.js";
import type { ReportRecords } from "../../report/report-records.js";
import { ANYWHERE, type Selection } from "../../selection/index.js";
import { didYouMean } from "../../text/nearest.js";
import type { GateArguments } from "../options/compare.js";
import { codeOf, isWhole, unmatchedText } from "../selection.js";
import type { GatePlan } from "./plan.js";

/**
 * Throws when an option or a rule is about nothing that there is: it would pass whatever happens. Rules are only looked
 * at where the whole module is built.
 */
export function refuseAboutNothing(
  args: GateArguments,
  { loaded, rules }: Pick<GatePlan, "loaded" | "rules">,
  selection: Selection,
  after: ReportRecords,
  root: string | undefined,
): void {
  const lines = selection.unmatched().map(unmatchedText);
  const { build, packages } = after.header;
  if (isWhole(args, root) && build?.failed === undefined) {
    const place = { ...ANYWHERE, modules: build?.modules ?? [], packages };
    const file = rules.file ?? "the rules";
    for (const { where, patterns, near } of unmatchedRules(loaded.config, codeOf([after]), place)) {
      lines.push(`${file}: ${where}: ${patterns.join(", ")}.${didYouMean(near)}`);
    }
  }
  if (lines.length === 0) return;
  const way =
    rules.from === "base"
      ? "\nThe rules are those of the base. Where this change gives something another name, change them with it: --config-from head"
      : "";
  throw new UsageError(
    `No code is meant by these, so nothing was judged:\n${lines.map((line) => `  ${line}`).join("\n")}${way}`,
  );
}
