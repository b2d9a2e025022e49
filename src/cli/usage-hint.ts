import { UsageError, UserError } from "../errors.js";
import { didYouMean, nearest } from "../text/nearest.js";
import { COMMAND_NAMES } from "./program.js";
import { HELP_WIDTHS, readHelp } from "./saved-help.js";

/**
 * Wrong usage with what was probably meant, and the help that tells more: that of the command. Other errors as they are.
 */
export function usageHint(error: unknown, args: readonly string[]): unknown {
  // Errors of yargs, and what it makes of those that options throw.
  const isUsage = error instanceof Error && (error.name === "YError" || error.name === "UsageFailure");
  if (!isUsage) return error;
  const command = args.find((word) => COMMAND_NAMES.includes(word)) ?? null;
  const help = `See escape-report ${command === null ? "" : `${command} `}--help`;
  const text =
    unknownValues(error.message) ??
    unknownOptions(error.message, command) ??
    error.message.replace(/^Not enough arguments following: (\w[\w-]+)$/, "--$1 needs a value");
  return new UsageError(`${text}\n${help}`, { cause: error instanceof UserError ? error.cause : error });
}

/** `Argument: format, Given: "jsn", Choices: "table", "json"`, a line each. */
const VALUE = /Argument: (\S+), Given: (.+), Choices: (".*")/g;

function unknownValues(message: string): string | null {
  const lines = [...message.matchAll(VALUE)].map(([, option = "", given = "", choices = ""]) => {
    const words = [...choices.matchAll(/"([^"]*)"/g)].map(([, word = ""]) => word);
    const value = given.replace(/^"|"$/g, "");
    return `--${option} cannot be "${value}".${didYouMean(nearest(value, words))} Choose from: ${words.join(", ")}`;
  });
  return lines.length === 0 ? null : lines.join("\n");
}

function unknownOptions(message: string, command: string | null): string | null {
  const found = /^Unknown arguments?: (.+)$/.exec(message)?.[1];
  if (found === undefined) return null;
  const help = readHelp(command, HELP_WIDTHS[0]) ?? "";
  const known = [...help.matchAll(/(?<=^|\s)--?([A-Za-z][\w-]*)/gm)].map(([, name = ""]) => name);
  const hints = [...new Set(found.split(", "))].map((name) => {
    const near = nearest(name, [...new Set(known)]);
    return near === null ? "" : didYouMean(near.length === 1 ? `-${near}` : `--${near}`);
  });
  return `${message}.${[...new Set(hints)].join("")}`;
}
