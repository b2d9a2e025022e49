import { visibleLines } from "../text/visible.js";

/**
 * Writes a message to standard error. Everything that is told there goes through here: messages hold what others have
 * written, such as names of files and what go and git say.
 */
export function say(text: string): void {
  process.stderr.write(`${visibleLines(text)}\n`);
}

/** The same with this program's name before it. */
export function note(text: string): void {
  say(`escape-report: ${text}`);
}

/**
 * Keeps a stream that cannot be written, such as a full disk or a closed pipe, from ending the process with an exit code
 * that means something else. Who needs what is written to arrive looks at each write.
 */
export function outliveStreams(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}
