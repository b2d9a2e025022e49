import { EXIT, InputError, UserError } from "../errors.js";
import { helpWidth, savedHelp } from "./saved-help.js";

/**
 * Runs the command line and returns the exit code. Errors that a user can mend print their message; others are ours
 * and print a stack.
 */
export async function main(args: readonly string[]): Promise<number> {
  const help = savedHelp(args);
  if (help !== null) return print(help);
  try {
    const { program } = await import("./program.js");
    await (await program(args, helpWidth())).parseAsync();
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    return fail(error);
  }
}

/** Only help: writing a report takes modules that help has no use for. */
async function print(text: string): Promise<number> {
  const { stdout } = process;
  stdout.once("error", () => {}); // the callback has it too
  const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => stdout.write(text, resolve));
  if (error === null || error === undefined || error.code === "EPIPE") return EXIT.done;
  return fail(new InputError(`standard output cannot be written: ${error.message}`));
}

function fail(error: unknown): number {
  if (error instanceof UserError) {
    if (error.exitCode !== EXIT.interrupted) process.stderr.write(`escape-report: ${error.message}\n`);
    if (error.name === "UsageFailure") process.stderr.write("See escape-report --help\n");
    return error.exitCode;
  }
  // yargs throws its own class for wrong usage.
  if (error instanceof Error && error.name === "YError") {
    process.stderr.write(`escape-report: ${error.message}\nSee escape-report --help\n`);
    return EXIT.usage;
  }
  process.stderr.write(
    `escape-report: this is a fault in escape-report, please report it\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return 70;
}
