import { EXIT, UserError } from "../errors.js";

/**
 * Runs the command line and returns the exit code. Errors that a user can mend print their message; others are ours
 * and print a stack.
 */
export async function main(args: readonly string[]): Promise<number> {
  const { default: yargs } = await import("yargs");
  const { COMMANDS } = await import("./commands/index.js");
  const { globalOptions } = await import("./options.js");
  const { version } = await import("./version.js");
  try {
    let parser = globalOptions(yargs([...args]))
      .scriptName("escape-report")
      .usage("$0 <command>\n\nWhat a Go program puts on the heap, why, and whether a change made it worse.")
      .parserConfiguration({ "populate--": true, "duplicate-arguments-array": true, "parse-positional-numbers": false })
      .version(version())
      .strict()
      .recommendCommands()
      .exitProcess(false)
      .fail((message, error) => {
        throw error ?? new UsageFailure(message);
      })
      .wrap(Math.min(110, process.stdout.columns ?? 80))
      .epilogue("Exit codes: 0 done, 1 regression, 2 usage, 3 go or git failed, 4 unreadable input, 130 interrupted");
    for (const command of COMMANDS) parser = parser.command(command);
    await parser.parseAsync();
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    return fail(error);
  }
}

/** Wrong usage as yargs finds it. */
class UsageFailure extends UserError {
  override readonly name = "UsageFailure";
  constructor(message: string) {
    super(message, EXIT.usage);
  }
}

function fail(error: unknown): number {
  if (error instanceof UserError) {
    if (error.exitCode !== EXIT.interrupted) process.stderr.write(`escape-report: ${error.message}\n`);
    if (error instanceof UsageFailure) process.stderr.write("See escape-report --help\n");
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
