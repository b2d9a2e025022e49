import type { Argv } from "yargs";
import { SCOPES, type Scope } from "../../records/vocabulary.js";
import type { PresentationArguments } from "./shared.js";

/** What commands that compare builds share. */
export interface CompareBuildArguments {
  readonly packages?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly keepGoing?: boolean | undefined;
  readonly scope: Scope;
  readonly tests: boolean;
  readonly machineCode: boolean;
  readonly go?: readonly string[] | undefined;
  readonly cacheDir?: string | undefined;
  readonly "--"?: readonly string[] | undefined;
}

/** The command line of gate. */
export interface GateArguments extends PresentationArguments, CompareBuildArguments {
  readonly base?: string | undefined;
  /** The commit that a branch as base points at, instead of where HEAD left it. */
  readonly baseExact: boolean;
  readonly baseline?: string | undefined;
  readonly config?: string | undefined;
  readonly configFrom: "base" | "head";
  readonly writeBaseline: boolean;
  readonly prune: boolean;
  readonly anyBuild: boolean;
  readonly profile?: readonly string[] | undefined;
}

/**
 * Options of every command that builds two sides. Those that can be repeated take one word each time: an array would
 * take the revisions that follow it.
 */
export function compareOptions<T>(yargs: Argv<T>) {
  return yargs
    .option("packages", {
      type: "string",
      describe: "Packages to build, as in go build (default ./...); can be repeated",
      requiresArg: true,
      coerce: words,
    })
    .option("exclude", {
      type: "string",
      describe: "Packages not to build, as in --package; can be repeated",
      requiresArg: true,
      coerce: words,
    })
    .option("keep-going", {
      type: "boolean",
      default: false,
      describe: "Go on without packages that cannot be built on one of the sides",
    })
    .option("scope", {
      choices: SCOPES,
      default: "module" as const,
      describe: "Packages to report: of this module, named by --packages, or all with dependencies",
    })
    .option("tests", { type: "boolean", default: false, describe: "Test files too" })
    .option("machine-code", {
      type: "boolean",
      default: true,
      describe:
        "Read the compiled packages for what really allocates (--no-machine-code: only what the compiler prints)",
    })
    .option("go", {
      type: "string",
      describe: "A go command, or a release such as go1.26.0; given twice, one for each side",
      requiresArg: true,
      coerce: words,
    })
    .option("cache-dir", {
      type: "string",
      describe: "Where reports and files of commits are kept (default: in the user's cache directory)",
      requiresArg: true,
    });
}

/** The values of an option that was given once or more often, or separated by commas. */
export function words(value: string | readonly string[] | undefined): string[] | undefined {
  if (value === undefined) return undefined;
  const values = typeof value === "string" ? [value] : value;
  return values.flatMap((each) => each.split(",")).filter((each) => each !== "");
}
