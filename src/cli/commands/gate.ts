import type { CommandModule } from "yargs";
import { compareOptions, type GateArguments } from "../compare-options.js";
import { presentationOptions } from "../options.js";

export const gateCommand: CommandModule<object, GateArguments> = {
  command: "gate",
  describe: "Compare with a revision or a baseline, and fail when something new escapes or a rule is broken",
  builder: (yargs) =>
    compareOptions(presentationOptions(yargs))
      .option("base", {
        type: "string",
        describe: "Compare with this git revision (default: where this branch left the default branch)",
        requiresArg: true,
      })
      .option("baseline", { type: "string", describe: "Compare with this baseline file", requiresArg: true })
      .option("config", {
        type: "string",
        describe: "The rules (default: .escape-report.yaml, .yml or .json at the module's root or above)",
        requiresArg: true,
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
      .example("$0 gate", "Fail when this branch adds a heap allocation")
      .example("$0 gate --base origin/main --format markdown", "For a pull request")
      .example("$0 gate --baseline escapes.txt --write-baseline", "Accept what there is today")
      .example("$0 gate --baseline escapes.txt", "Fail when there is more than that") as never,
  handler: async (args) => {
    const { runGate } = await import("../run-gate.js");
    await runGate(args);
  },
};
