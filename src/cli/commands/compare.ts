import type { CommandModule } from "yargs";
import { type CompareArguments, compareOptions } from "../compare-options.js";
import { presentationOptions } from "../options.js";

export const compareCommand: CommandModule<object, CompareArguments> = {
  command: "compare [base] [head]",
  describe: "Compare two git revisions, or one source under two toolchains: what escapes now and did not, and why",
  builder: (yargs) =>
    compareOptions(presentationOptions(yargs))
      .positional("base", {
        type: "string",
        describe: "The older revision (default: where this branch left the default branch)",
      })
      .positional("head", {
        type: "string",
        describe: "The newer revision (default: the working tree, with what is not committed)",
      })
      .example("$0 compare", "What this branch does, with what is not committed")
      .example("$0 compare HEAD", "What is not committed")
      .example("$0 compare v1.4.0 v1.5.0 --format markdown", "What a release did")
      .example("$0 compare --go go1.26.0 --go go1.27.0", "What an upgrade of Go would do")
      .example("$0 compare main -- -tags integration", "Flags after -- go to go build") as never,
  handler: async (args) => {
    const { runCompare } = await import("../run-compare.js");
    await runCompare(args);
  },
};
