import type { Argv } from "yargs";
import { SCOPES, type Scope } from "../../records/vocabulary.js";
import type { ReportArguments } from "./shared.js";

/** Arguments of a command that builds and reports. */
export interface BuildArguments extends ReportArguments {
  readonly packages?: readonly string[] | undefined;
  readonly scope: Scope;
  readonly tests: boolean;
  readonly machineCode: boolean;
  readonly go?: string | undefined;
  readonly "--"?: readonly string[] | undefined;
}

/** Options of every command that builds. */
export function buildOptions<T>(yargs: Argv<T>) {
  return yargs
    .option("scope", {
      choices: SCOPES,
      default: "module" as const,
      describe: "Packages to report: of this module, named on the command line, or all with dependencies",
    })
    .option("tests", { type: "boolean", default: false, describe: "Test files too" })
    .option("machine-code", {
      type: "boolean",
      default: true,
      describe:
        "Read the compiled packages for what really allocates (--no-machine-code: only what the compiler prints)",
    })
    .option("go", { type: "string", describe: "The go command to use", requiresArg: true });
}

/** The option that ranks by what was allocated. */
export interface RankingArguments {
  readonly profile?: readonly string[] | undefined;
}

/** The option of {@link RankingArguments}. */
export function rankingOption<T>(yargs: Argv<T>) {
  return yargs.option("profile", {
    type: "array",
    string: true,
    describe: "Rank by what was allocated: a heap profile of the program, or of its tests or benchmarks",
    requiresArg: true,
  });
}
