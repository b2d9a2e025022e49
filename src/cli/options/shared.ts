import type { Argv } from "yargs";
import { UsageError } from "../../errors.js";
import { realPath } from "../../go/working-directory.js";
import { CAUSE_WORDS, CAUSES, type Cause, RECORD_KINDS, type RecordKind } from "../../records/vocabulary.js";
import { type Format, renderers } from "../../render/report/index.js";
import { didYouMean, nearest } from "../../text/nearest.js";
import { wholeNumber } from "./whole-number.js";

/** The names of formats: the keys of their registry. */
export function formatNames<F extends string>(renderers: Readonly<Record<F, unknown>>): F[] {
  return Object.keys(renderers) as F[];
}

/** What a summary can be grouped by; the same list as in the report, which start-up does not load. */
const GROUP_KEYS = ["cause", "package", "function", "file", "allocation", "callee", "line", "type", "call"] as const;

/** Options of every command. */
export function globalOptions(yargs: Argv) {
  return yargs
    .option("C", {
      type: "string",
      describe: "Work as if started in DIR",
      requiresArg: true,
      global: true,
      coerce: directory,
    })
    .option("color", {
      type: "string",
      describe: "auto, always or never",
      // No default: yargs would take it for --color without a value, which means always.
      defaultDescription: "auto",
      coerce: color,
    })
    .option("quiet", { type: "boolean", alias: "q", describe: "No progress, notes or hints", default: false })
    .option("verbose", { type: "boolean", describe: "Show the commands that run", default: false });
}

/** Options of the commands that report the records of one build. */
export function reportOptions(yargs: Argv) {
  return presentationOptions(yargs, formatNames(renderers))
    .option("generated", {
      type: "boolean",
      describe: "Rank what generated files allocate as the rest, not behind it",
      default: false,
    })
    .option("sizes", {
      type: "boolean",
      describe: "Order groups by the bytes that their lines allocate",
      default: false,
    })
    .option("stats", { type: "boolean", describe: "Say where every line of input went", default: false })
    .option("records", {
      type: "array",
      string: true,
      describe: "Record kinds for json and ndjson, or all",
      coerce: kinds,
      requiresArg: true,
    });
}

/** How to print, and what: options of the commands that report or compare. `formats`: those that the command has. */
export function presentationOptions(yargs: Argv, formats: readonly Format[]) {
  return selectionOptions(
    yargs
      .option("format", { choices: formats, describe: "How to print; follows the name of --output, else table" })
      .option("group-by", {
        choices: GROUP_KEYS,
        describe: "Count by this, and by nothing else",
        // No default: whether it was asked for decides what is shown.
        defaultDescription: '"cause", with the rest',
      }),
  );
}

/** Which escapes to look at, how many to show, and where to write. */
export function selectionOptions<T>(yargs: Argv<T>) {
  return yargs
    .option("output", { type: "string", alias: "o", describe: "Write to FILE; .gz compresses", requiresArg: true })
    .option("cause", { type: "array", string: true, describe: "Only these causes", coerce: causes, requiresArg: true })
    .option("package", {
      type: "array",
      string: true,
      describe: "Only these packages: import paths, ./dir/..., globs",
      coerce: list,
      requiresArg: true,
    })
    .option("path", {
      type: "array",
      string: true,
      describe: "Only these files or directories: globs",
      coerce: list,
      requiresArg: true,
    })
    .option("function", {
      type: "array",
      string: true,
      describe: "Only these functions and their closures: Get, (*T).Get, globs",
      coerce: list,
      requiresArg: true,
    })
    .option("top", {
      type: "number",
      describe: "How many rows and records to show",
      defaultDescription: "10; in a summary what a screen holds",
      coerce: wholeNumber("--top", 1),
      requiresArg: true,
    })
    .option("all", { type: "boolean", describe: "Rank constants and panic arguments too", default: false });
}

/** Rows and records that are shown where nobody says how many, in the commands that fill no screen. */
export const DEFAULT_TOP = 10;

/** What an archive may expand to unless somebody says otherwise, in megabytes. */
const MAX_INPUT_MB = 10_000;

/** How much to read: an option of the commands that read saved output and reports. */
export function inputOption<T>(yargs: Argv<T>) {
  return yargs.option("max-input", {
    type: "number",
    describe: "Read at most so many megabytes out of a .gz",
    default: MAX_INPUT_MB,
    coerce: megabytes,
    requiresArg: true,
  });
}

/** The option of {@link inputOption}: in bytes. */
export interface InputArguments {
  readonly maxInput: number;
}

function megabytes(value: number): number {
  if (!Number.isFinite(value) || value <= 0) throw new UsageError("--max-input takes a number of megabytes");
  return value * 1e6;
}

/** A file as a positional argument. yargs drops the dash that stands for standard input, and leaves an empty text. */
export function fileArgument(value: string | undefined): string | undefined {
  return value === "" ? "-" : value;
}

/** The options of {@link reportOptions} and {@link globalOptions} as commands get them. */
export interface ReportArguments extends PresentationArguments {
  readonly records?: ReadonlySet<RecordKind> | undefined;
  readonly stats: boolean;
  readonly generated: boolean;
  readonly sizes: boolean;
}

/** The options of {@link globalOptions} as commands get them. */
export interface GlobalArguments {
  readonly C?: string | undefined;
  readonly color?: "auto" | "always" | "never" | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** The options of {@link presentationOptions} and {@link globalOptions} as commands get them. */
export interface PresentationArguments extends GlobalArguments {
  readonly format?: Format | undefined;
  readonly output?: string | undefined;
  readonly groupBy?: (typeof GROUP_KEYS)[number] | undefined;
  readonly cause?: readonly Cause[] | undefined;
  readonly package?: readonly string[] | undefined;
  readonly path?: readonly string[] | undefined;
  readonly function?: readonly string[] | undefined;
  readonly top?: number | undefined;
  readonly all: boolean;
}

/** The format to use: the one asked for, else the one the output file's name stands for, else a table. */
export function formatOf<F extends Format>(args: {
  readonly format?: F | undefined;
  readonly output?: string | undefined;
}): F | "table" | "json" | "ndjson" | "markdown" {
  if (args.format !== undefined) return args.format;
  const name = args.output?.replace(/\.gz$/, "") ?? "";
  if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) return "ndjson";
  if (name.endsWith(".json")) return "json";
  return name.endsWith(".md") ? "markdown" : "table";
}

/** By its real name, so that what lies above it is found where it is reached through a symbolic link. */
function directory(value: string | undefined): string | undefined {
  return value === undefined ? undefined : realPath(value);
}

/** Values of a repeatable option, which can also be separated by commas. */
function list(values: readonly (string | number)[] | undefined): string[] | undefined {
  return values?.flatMap((value) => splitOutsideBrackets(String(value))).filter((value) => value !== "");
}

/** `a,b` is two values; `{a,b}` and `F[int,string]` are one each. */
function splitOutsideBrackets(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const c of text) {
    if ("{[(".includes(c)) depth++;
    if ("}])".includes(c)) depth--;
    if (c === "," && depth <= 0) {
      parts.push(part);
      part = "";
    } else part += c;
  }
  return [...parts, part];
}

function causes(values: readonly string[] | undefined): Cause[] | undefined {
  return list(values)?.map((value) => oneOf(value, CAUSES, "cause"));
}

function kinds(values: readonly string[] | undefined): ReadonlySet<RecordKind> | undefined {
  const names = list(values);
  if (names === undefined) return undefined;
  if (names.includes("all")) return new Set(RECORD_KINDS);
  return new Set(names.map((name) => oneOf(name, RECORD_KINDS, "kind of record")));
}

function oneOf<T extends string>(value: string, words: readonly T[], what: string): T {
  const found = words.find((word) => word === value);
  if (found === undefined) {
    const hint = didYouMean(nearest(value, words, CAUSE_WORDS));
    throw new UsageError(`There is no ${what} "${value}".${hint} Choose from: ${words.join(", ")}`);
  }
  return found;
}

function color(value: string | boolean | undefined): "auto" | "always" | "never" | undefined {
  if (value === undefined) return undefined;
  if (value === false || value === "never" || value === "false") return "never";
  if (value === true || value === "" || value === "always" || value === "true") return "always";
  if (value === "auto") return "auto";
  throw new UsageError(`--color takes auto, always or never, not "${value}"`);
}
