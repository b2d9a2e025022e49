import type { CommandModule } from "yargs";
import type { DiffArguments } from "../diff-options.js";
import { presentationOptions } from "../options.js";

export const diffCommand: CommandModule<object, DiffArguments> = {
  command: "diff <before> <after>",
  describe: "Compare two reports: what escapes now and did not, what no longer does, and why",
  builder: (yargs) =>
    presentationOptions(yargs)
      .positional("before", { type: "string", describe: "The older report, or saved compiler output, plain or .gz" })
      .positional("after", { type: "string", describe: "The newer one" })
      .example("$0 diff old.json new.json", "What a change did, as a table")
      .example("$0 diff old.json build.txt.gz", "A report against saved compiler output")
      .example("$0 diff old.json new.json --cause returned --path 'internal/**'", "One cause in one part")
      .example("$0 diff old.json new.json --format markdown -o diff.md", "For a pull request") as never,
  handler: async (args) => {
    const { runDiff } = await import("../run-diff.js");
    await runDiff(args);
  },
};
