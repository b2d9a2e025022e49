import { EXIT, InputError, UserError } from "../errors.js";
import { helpWidth, savedHelp } from "./saved-help.js";
import { note, outliveStreams } from "./say.js";

/** A fault of ours (EX_SOFTWARE of sysexits.h). */
const FAULT = 70;

/**
 * Runs the command line and returns the exit code. Errors that a user can mend print their message; others are ours
 * and print a stack.
 */
export async function main(args: readonly string[]): Promise<number> {
  outliveStreams();
  // Node.js would end with 1, which means a regression.
  process.on("uncaughtException", (error) => process.exit(fail(error)));
  const help = savedHelp(args);
  if (help !== null) return print(help);
  try {
    const { program } = await import("./program.js");
    await (await program(args, helpWidth())).parseAsync();
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    // Half a value is no mistake while it is being typed.
    if (args[0] === "--get-yargs-completions") return EXIT.done;
    const { usageHint } = await import("./usage-hint.js");
    return fail(usageHint(error, args));
  }
}

/** Only help: writing a report takes modules that help has no use for. */
async function print(text: string): Promise<number> {
  const { stdout } = process;
  const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => stdout.write(text, resolve));
  if (error === null || error === undefined || error.code === "EPIPE") return EXIT.done;
  return fail(new InputError(`standard output cannot be written: ${error.message}`));
}

function fail(error: unknown): number {
  if (error instanceof UserError) {
    if (error.exitCode !== EXIT.interrupted) note(error.message);
    return error.exitCode;
  }
  note(`this is a fault in escape-report, please report it\n${error instanceof Error ? error.stack : String(error)}`);
  return FAULT;
}
