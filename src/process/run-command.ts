import { execa, parseCommandString } from "execa";
import { Interrupted, UsageError } from "../errors.js";

/**
 * Runs a command that the user has typed, such as what puts load on a program, to its end. It is no shell: words are
 * separated by spaces, and a backslash keeps one. What it prints goes to standard error, where it is in nobody's way.
 */
export async function runCommand(command: string, directory: string, signal: AbortSignal): Promise<void> {
  const [program, ...args] = parseCommandString(command);
  if (program === undefined) throw new UsageError("--load takes a command");
  const result = await execa(program, args, {
    cwd: directory,
    reject: false,
    cancelSignal: signal,
    forceKillAfterDelay: 3000,
    buffer: false,
    stdin: "ignore",
    stdout: 2,
    stderr: 2,
  });
  if (result.isCanceled || signal.aborted) throw new Interrupted();
  if (result.exitCode === undefined) {
    throw new UsageError(
      `${program} of --load could not be run: ${result.originalMessage ?? result.shortMessage ?? ""}`,
    );
  }
  if (result.exitCode !== 0) throw new UsageError(`The command of --load failed with exit code ${result.exitCode}`);
}
