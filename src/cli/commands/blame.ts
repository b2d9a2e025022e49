import type { CommandModule } from "yargs";
import { BLAME_FORMATS, type BlameArguments } from "../blame-options.js";
import { buildOptions } from "../build-options.js";
import { selectionOptions } from "../options.js";

export const blameCommand: CommandModule<object, BlameArguments> = {
  command: "blame [packages..]",
  describe: "Rank the parameters, calls, closures and fields whose change would take most escapes away",
  builder: (yargs) =>
    buildOptions(selectionOptions(yargs))
      .positional("packages", { type: "string", array: true, describe: "What to build (default ./...)" })
      .option("from", {
        type: "string",
        describe: "Read a report or saved compiler output instead of building",
        requiresArg: true,
      })
      .option("stats", {
        type: "boolean",
        default: false,
        describe: "Say where every line of input went, and how many callees were found",
      })
      .option("format", { choices: BLAME_FORMATS, describe: "How to print; follows the name of --output, else table" })
      .option("group-by", {
        choices: ["culprit", "package"] as const,
        default: "culprit" as const,
        describe: "One ranking, or one for each package",
      })
      .example("$0 blame", "What to change first in this module")
      .example("$0 blame --scope all --package 'example.com/app/...'", "With chains followed into the dependencies")
      .example("$0 blame --cause interface-conversion --group-by package", "Who boxes most, package by package")
      .example("$0 blame --from build.txt.gz --top 30", "From saved compiler output, or from a report") as never,
  handler: async (args) => {
    const { runBlame } = await import("../run-blame.js");
    await runBlame(args);
  },
};
