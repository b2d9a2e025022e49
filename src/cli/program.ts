import yargs, { type Argv } from "yargs";
import { EXIT, UserError } from "../errors.js";
import { COMMANDS } from "./commands/index.js";
import { globalOptions } from "./options.js";
import { version } from "./version.js";

/** Wrong usage as yargs finds it. */
class UsageFailure extends UserError {
  override readonly name = "UsageFailure";
  constructor(message: string) {
    super(message, EXIT.usage);
  }
}

/** The names of all commands. */
export const COMMAND_NAMES: readonly string[] = COMMANDS.map(({ command }) => String(command).split(" ")[0] ?? "");

/** The command line: every command and option. `width`: of its help, in columns. */
export function program(args: readonly string[], width: number): Argv {
  let parser = globalOptions(yargs([...args]))
    .scriptName("escape-report")
    .usage("$0 <command>\n\nWhat a Go program puts on the heap, why, and whether a change made it worse.")
    .parserConfiguration({
      "populate--": true,
      "greedy-arrays": false,
      "duplicate-arguments-array": true,
      "parse-positional-numbers": false,
    })
    .detectLocale(false) // our own texts are English
    .version(version())
    .strict()
    .demandCommand(1, `Name a command: ${COMMAND_NAMES.join(", ")}`)
    .recommendCommands()
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageFailure(message);
    })
    .wrap(width)
    .epilogue("Exit codes: 0 done, 1 regression, 2 usage, 3 go or git failed, 4 unreadable input, 130 interrupted");
  for (const command of COMMANDS) parser = parser.command(command);
  return parser;
}

/** The help of a command by its name, or of all commands; as `--help` prints it. */
export async function helpText(command: string | null, width: number): Promise<string> {
  return `${await program(command === null ? [] : [command], width).getHelp()}\n`;
}
