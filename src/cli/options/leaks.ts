import type { Argv } from "yargs";
import type { LeaksFormat } from "../../render/leaks/index.js";
import { duration } from "./duration.js";
import { type GlobalArguments, type InputArguments, inputOption } from "./shared.js";
import { wholeNumber } from "./whole-number.js";

/** The command line of leaks. */
export interface LeaksArguments extends GlobalArguments, InputArguments {
  readonly points?: readonly string[] | undefined;
  readonly interval: number;
  readonly count: number;
  readonly load?: string | undefined;
  readonly keep?: string | undefined;
  readonly header?: readonly string[] | undefined;
  readonly test?: string | undefined;
  readonly run?: string | undefined;
  readonly bench?: string | undefined;
  readonly trace?: string | undefined;
  readonly from?: string | undefined;
  readonly build?: readonly string[] | undefined;
  readonly go?: string | undefined;
  readonly failOn?: "likely" | "proved" | undefined;
  readonly config?: string | undefined;
  readonly format?: LeaksFormat | undefined;
  readonly output?: string | undefined;
}

/** Options of leaks. */
export function leaksOptions(yargs: Argv, formats: readonly LeaksFormat[]) {
  return inputOption(yargs)
    .positional("points", {
      type: "string",
      array: true,
      describe: "Saved profiles of one process, directories of them, or the address of a program",
    })
    .option("interval", {
      type: "string",
      default: "30s",
      describe: "From one point to the next",
      coerce: (text: string) => duration("--interval", text),
      requiresArg: true,
    })
    .option("count", {
      type: "number",
      default: 5,
      describe: "How many points to take",
      coerce: wholeNumber("--count", 1, 1000),
      requiresArg: true,
    })
    .option("load", {
      type: "string",
      describe: "Run this to its end before each point, such as what sends requests",
      requiresArg: true,
    })
    .option("keep", { type: "string", describe: "Keep the points in DIR, to judge them again", requiresArg: true })
    .option("header", {
      type: "array",
      string: true,
      describe: "Send this with each request: 'Authorization: Bearer …'",
      requiresArg: true,
    })
    .option("test", {
      type: "string",
      describe: "Run the tests of this package in rounds, and take a point after each",
      requiresArg: true,
    })
    .option("run", { type: "string", describe: "Of --test: only these tests, as go test -run", requiresArg: true })
    .option("bench", { type: "string", describe: "Of --test: this benchmark instead of the tests", requiresArg: true })
    .option("trace", {
      type: "string",
      describe: "Where goroutines waited, by an execution trace (/debug/pprof/trace?seconds=5)",
      requiresArg: true,
    })
    .option("from", {
      type: "string",
      describe: "Say what keeps the values, by a report or saved compiler output",
      requiresArg: true,
    })
    .option("build", {
      type: "array",
      string: true,
      describe: "The same by building these packages, such as ./...",
      requiresArg: true,
    })
    .option("go", { type: "string", describe: "The go command to use", requiresArg: true })
    .option("fail-on", {
      choices: ["likely", "proved"] as const,
      describe: "End with exit code 1 when there is a finding that is at least this sure",
    })
    .option("config", {
      type: "string",
      describe: "What is allowed (default: .escape-report.yaml, .yml or .json at the module's root or above)",
      requiresArg: true,
    })
    .option("format", { choices: formats, describe: "How to print; follows the name of --output, else table" })
    .option("output", { type: "string", alias: "o", describe: "Write to FILE; .gz compresses", requiresArg: true });
}
