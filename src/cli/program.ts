import yargs, { type Argv, type CommandModule } from "yargs";
import { EXIT, UserError } from "../errors.js";
import { version } from "../version.js";
import { COMMANDS } from "./commands/index.js";
import { globalOptions } from "./options/shared.js";

type Command = CommandModule<object, never>;

/** Wrong usage as yargs finds it. */
class UsageFailure extends UserError {
  override readonly name = "UsageFailure";
  constructor(message: string) {
    super(message, EXIT.usage);
  }
}

/** The names of all commands. */
export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS);

/**
 * The command line for the arguments: every command and option. `width`: of its help, in columns. Where it names a
 * command that is the only one that is loaded, and the default: yargs makes the help of any other command that it runs,
 * which takes longer than all else that it does.
 */
export async function program(args: readonly string[], width: number): Promise<Argv> {
  const [name = "", ...rest] = args;
  const load = args.includes("--help") || !Object.hasOwn(COMMANDS, name) ? undefined : COMMANDS[name];
  if (load === undefined) return programOf(args, width, await allCommands());
  const command = await load();
  return programOf(rest, width, [{ ...command, command: String(command.command).replace(/^\S+/, "$0") }]);
}

function allCommands(): Promise<Command[]> {
  return Promise.all(Object.values(COMMANDS).map((load) => load()));
}

function programOf(args: readonly string[], width: number, commands: readonly Command[]): Argv {
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
  return `${await programOf(command === null ? [] : [command], width, await allCommands()).getHelp()}\n`;
}
