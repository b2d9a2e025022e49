import type { CommandModule } from "yargs";
import { buildOptions } from "../build-options.js";
import { type ExplainArguments, STORY_FORMATS } from "../explain-options.js";
import { selectionOptions } from "../options.js";

export const explainCommand: CommandModule<object, ExplainArguments> = {
  command: "explain <target> [packages..]",
  describe: "Tell why a value escapes: from the line that makes it, through every call, to the place that keeps it",
  builder: (yargs) =>
    buildOptions(selectionOptions(yargs))
      .positional("target", { type: "string", describe: "FILE:LINE[:COLUMN], a function or pattern, or an expression" })
      .positional("packages", { type: "string", array: true, describe: "What to build (default ./...)" })
      .option("from", {
        type: "string",
        describe: "Read a report or saved compiler output instead of building",
        requiresArg: true,
      })
      .option("raw", { type: "boolean", default: false, describe: "The compiler's own words too" })
      .option("format", { choices: STORY_FORMATS, describe: "How to print" })
      .default("top", 5)
      .example("$0 explain main.go:12", "What a line puts on the heap, and why")
      .example("$0 explain '(*Server).handle'", "What a method and its closures do")
      .example("$0 explain 'make([]byte, n)' --scope all", "An expression, followed into the dependencies too")
      .example("$0 explain main.go:12 --from report.json", "From a report, or from saved compiler output")
      .example("$0 explain 'main.*' --top 20 --format markdown", "A pattern of functions, for a pull request") as never,
  handler: async (args) => {
    const { runExplain } = await import("../run-explain.js");
    await runExplain(args);
  },
};
