import type { CommandModule } from "yargs";
import { gateRenderers } from "../../render/gate/index.js";
import { openWorkingTree } from "../../sources/comparison-sides.js";
import { readDiffRecords } from "../../sources/diff-records.js";
import { pruneBaseline, writeBaseline } from "../gate/baseline.js";
import { countedBy, judge, sitesOf } from "../gate/judge.js";
import { planGate } from "../gate/plan.js";
import { printGate } from "../gate/print.js";
import { untilInterrupted } from "../interrupt.js";
import { comparisonRequest } from "../open-source.js";
import { compareOptions, type GateArguments } from "../options/compare.js";
import { formatNames, presentationOptions } from "../options/shared.js";

export const gateCommand: CommandModule<object, GateArguments> = {
  command: "gate",
  describe: "Compare with a revision or a baseline, and fail when something new escapes or a rule is broken",
  builder: (yargs) =>
    compareOptions(presentationOptions(yargs, formatNames(gateRenderers)))
      .option("base", {
        type: "string",
        describe: "Compare with this git revision (default: where this branch left the default branch)",
        requiresArg: true,
      })
      .option("base-exact", {
        type: "boolean",
        default: false,
        describe: "Compare with a branch's tip, not with where this branch left it",
      })
      .option("baseline", { type: "string", describe: "Compare with this baseline file", requiresArg: true })
      .option("config", {
        type: "string",
        describe: "The rules (default: .escape-report.yaml, .yml or .json at the module's root or above)",
        requiresArg: true,
      })
      .option("config-from", {
        choices: ["base", "head"] as const,
        default: "base" as const,
        describe: "Whose rules judge: those of the base, or of this checkout",
      })
      .option("write-baseline", {
        type: "boolean",
        default: false,
        describe: "Accept all there is: write the baseline",
      })
      .option("prune", { type: "boolean", default: false, describe: "Remove from the baseline what is gone" })
      .option("any-build", {
        type: "boolean",
        default: false,
        describe: "Use a baseline of another Go release, platform or set of flags all the same",
      })
      .option("profile", {
        type: "array",
        string: true,
        describe: "Allow nothing new where most is allocated: heap profiles, in place of the one that hot names",
        requiresArg: true,
      })
      .example("$0 gate", "Fail when this branch adds a heap allocation")
      .example("$0 gate --base origin/main --format markdown", "For a pull request")
      .example("$0 gate --baseline escapes.txt --write-baseline", "Accept what there is today")
      .example("$0 gate --baseline escapes.txt", "Fail when there is more than that") as never,
  handler: async (args) => {
    await untilInterrupted(async (signal) => {
      const { loaded, mode, rules } = await planGate(args, signal);
      if (mode.kind === "revision" || mode.kind === "compare") {
        const { gate, place } = await judge(args, { loaded, mode, rules }, signal);
        await printGate(gate, args, place);
        return;
      }
      const { source } = await openWorkingTree(comparisonRequest(args), signal);
      const records = await readDiffRecords(source);
      const after = { records, root: source.root, packages: source.packages };
      const escapes = sitesOf(records).filter(countedBy(args, loaded.config));
      if (mode.kind === "write") await writeBaseline(mode.file, after, escapes, args);
      else await pruneBaseline(mode.file, after, escapes, args);
    });
  },
};
