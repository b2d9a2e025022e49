import yargs, { type Argv, type CommandModule } from "yargs";
import { EXIT, UserError } from "../errors.js";
import { version } from "../version.js";
import { COMMANDS } from "./commands/index.js";
import { typedWords, withCompletion } from "./completion.js";
import { globalOptions } from "./options/shared.js";
import { isHelp } from "./saved-help.js";

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
  const typed = typedWords(args);
  if (typed !== null) return programOf(args, width, await completedCommands(typed));
  const [name = "", ...rest] = args;
  const own = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  const load = own.some(isHelp) || !Object.hasOwn(COMMANDS, name) ? undefined : COMMANDS[name];
  if (load === undefined) return programOf(args, width, await allCommands());
  const command = await load();
  return programOf(rest, width, [{ ...command, command: String(command.command).replace(/^\S+/, "$0") }]);
}

/** The commands that can be completed: behind the name of one, that one. A shell should not have to wait for the others. */
async function completedCommands([name = "", ...more]: readonly string[]): Promise<Command[]> {
  const load = more.length > 0 && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return load === undefined ? allCommands() : [await load()];
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
    .help("help")
    .alias("help", "h")
    // Of a command, -v may be meant as --verbose.
    .alias("version", args.some((word) => COMMAND_NAMES.includes(word)) || commands.length === 1 ? [] : ["v"])
    .strict()
    .demandCommand(1, `Name a command: ${COMMAND_NAMES.join(", ")}`)
    .recommendCommands()
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageFailure(message);
    })
    .wrap(width)
    .epilogue("Exit codes: 0 done, 1 regression, 2 usage, 3 go or git failed, 4 unreadable input, 130 interrupted");
  parser = withCompletion(parser, args);
  for (const command of commands) parser = parser.command(command);
  return parser;
}

/** The help of a command by its name, or of all commands; as `--help` prints it. */
export async function helpText(command: string | null, width: number): Promise<string> {
  return `${await programOf(command === null ? [] : [command], width, await allCommands()).getHelp()}\n`;
}
