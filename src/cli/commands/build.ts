import type { CommandModule } from "yargs";
import { type BuildArguments, buildOptions } from "../build-options.js";
import { reportOptions } from "../options.js";

export const buildCommand: CommandModule<object, BuildArguments> = {
  command: "build [packages..]",
  describe: "Run the Go compiler and report what escapes to the heap, by cause",
  builder: (yargs) =>
    buildOptions(reportOptions(yargs))
      .positional("packages", { type: "string", array: true, describe: "Packages, as in go build (default ./...)" })
      .example("$0 build", "Every package of this module")
      .example("$0 build ./cmd/app --group-by function", "What one program needs of this module, by function")
      .example("$0 build --cause returned,loop --path 'internal/**'", "Some causes in one part")
      .example("$0 build --output report.json.gz", "Keep the report, to compare later")
      .example("$0 build ./... -- -tags integration -race", "Flags after -- go to go build") as never,
  handler: async (args) => {
    const { runBuild } = await import("../run-build.js");
    await runBuild(args);
  },
};
