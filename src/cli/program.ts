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

/**
 * The command line for the arguments: every command and option. `width`: of its help, in columns. Where it names a
 * command that is the only one, and the default: yargs makes the help of any other command that it runs, which takes
 * longer than all else that it does.
 */
export function program(args: readonly string[], width: number): Argv {
  const [name, ...rest] = args;
  const named = args.includes("--help") ? -1 : COMMAND_NAMES.indexOf(name ?? "");
  const command = COMMANDS[named];
  if (command === undefined) return programOf(args, width, COMMANDS);
  return programOf(rest, width, [{ ...command, command: String(command.command).replace(/^\S+/, "$0") }]);
}

function programOf(args: readonly string[], width: number, commands: typeof COMMANDS): Argv {
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
  for (const command of commands) parser = parser.command(command);
  return parser;
}

/** The help of a command by its name, or of all commands; as `--help` prints it. */
export async function helpText(command: string | null, width: number): Promise<string> {
  return `${await programOf(command === null ? [] : [command], width, COMMANDS).getHelp()}\n`;
}
