import type { Argv } from "yargs";
import { UsageError } from "../../errors.js";
import type { ProveFormat } from "../../render/prove/index.js";
import { words } from "./compare.js";
import { type GlobalArguments, type InputArguments, inputOption } from "./shared.js";
import { wholeNumber } from "./whole-number.js";

/** The command line of prove. */
export interface ProveArguments extends GlobalArguments, InputArguments {
  readonly inputs?: readonly string[] | undefined;
  readonly bench?: string | undefined;
  readonly count: number;
  readonly benchtime?: string | undefined;
  readonly exact: boolean;
  readonly sites: boolean;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly go?: readonly string[] | undefined;
  readonly cacheDir?: string | undefined;
  readonly top: number;
  readonly format?: ProveFormat | undefined;
  readonly output?: string | undefined;
  readonly "--"?: readonly string[] | undefined;
}

/** Options of prove. */
export function proveOptions(yargs: Argv, formats: readonly ProveFormat[]) {
  return inputOption(yargs)
    .positional("inputs", {
      type: "string",
      array: true,
      describe: "Up to two revisions, base and head, as of compare; and packages: ./pkg, ./..., example.com/mod/pkg",
    })
    .option("bench", { type: "string", describe: "Which benchmarks to run, as go test -bench", requiresArg: true })
    .option("count", {
      type: "number",
      default: 10,
      describe: "How often each side runs, in turns",
      coerce: wholeNumber("--count", 1, 1000),
      requiresArg: true,
    })
    .option("benchtime", {
      type: "string",
      describe: "How long each benchmark runs, or how often: 2s, 100x",
      requiresArg: true,
    })
    .option("sites", {
      type: "boolean",
      default: true,
      describe: "Profile what each side allocates (--no-sites: only measure)",
    })
    .option("exact", { type: "boolean", default: false, describe: "Record every allocation for that; slow" })
    .option("before", {
      type: "string",
      describe: "Compare saved output of go test -bench instead: that of the base",
      requiresArg: true,
    })
    .option("after", { type: "string", describe: "The same: that of the head", requiresArg: true })
    .option("go", {
      type: "string",
      describe: "A go command, or a release such as go1.26.0; given twice, one for each side",
      requiresArg: true,
      coerce: words,
    })
    .option("cache-dir", {
      type: "string",
      describe: "Where files of commits are kept (default: in the user's cache directory)",
      requiresArg: true,
    })
    .option("top", {
      type: "number",
      default: 10,
      describe: "How many sites to show of each benchmark",
      coerce: wholeNumber("--top", 1),
      requiresArg: true,
    })
    .option("format", { choices: formats, describe: "How to print; follows the name of --output, else table" })
    .option("output", { type: "string", alias: "o", describe: "Write to FILE; .gz compresses", requiresArg: true });
}

/** Words of the command line by what they name: revisions, or packages as go test takes them. */
export function revisionsAndPackages(inputs: readonly string[]): {
  readonly revisions: readonly string[];
  readonly packages: readonly string[];
} {
  const packages = inputs.filter(isPackage);
  const revisions = inputs.filter((input) => !isPackage(input));
  if (revisions.length > 2) {
    throw new UsageError(
      `${revisions.join(", ")}: two revisions are compared. Packages are written as ./pkg, ./... or example.com/mod/pkg`,
    );
  }
  return { revisions, packages };
}

/** A path, a pattern, or an import path: its first part has a dot. A branch like that is refs/heads/NAME. */
function isPackage(word: string): boolean {
  return /^\.\.?(?:[/\\]|$)|\.\.\.|^[^/~^@:]+\.[^/~^@:]+\/|^[A-Za-z]:\\|^\//.test(word);
}
