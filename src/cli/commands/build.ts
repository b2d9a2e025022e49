import type { CommandModule } from "yargs";
import { SCOPES, type Scope } from "../../records/vocabulary.js";
import { type ReportArguments, reportOptions } from "../options.js";

export interface BuildArguments extends ReportArguments {
  readonly packages?: readonly string[] | undefined;
  readonly scope: Scope;
  readonly tests: boolean;
  readonly go?: string | undefined;
  readonly "--"?: readonly string[] | undefined;
}

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

/** Options of every command that builds. */
export function buildOptions<T>(yargs: import("yargs").Argv<T>) {
  return yargs
    .option("scope", {
      choices: SCOPES,
      default: "module" as const,
      describe: "Packages to report: of this module, named on the command line, or all with dependencies",
    })
    .option("tests", { type: "boolean", default: false, describe: "Test files too" })
    .option("go", { type: "string", describe: "The go command to use", requiresArg: true });
}
