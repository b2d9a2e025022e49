import type { Argv } from "yargs";
import { CAUSES, RECORD_KINDS } from "../records/vocabulary.js";

/** How the scripts that `completion` prints ask for words: before the name of the program and what was typed. */
const QUESTION = "--get-yargs-completions";

/** What was typed after the program's name, when a shell asks how it goes on; null when none does. */
export function typedWords(args: readonly string[]): readonly string[] | null {
  return args[0] === QUESTION ? args.slice(2) : null;
}

/** Values of options that take several, whose choices yargs does not know. */
const VALUES = new Map<string, readonly string[]>([
  ["--cause", CAUSES],
  ["--records", [...RECORD_KINDS, "all"]],
]);

/** Adds the command that prints a script for the shell, and the answers to what it asks. */
export function withCompletion<T>(yargs: Argv<T>, args: readonly string[]): Argv<T> {
  return yargs.completion(
    "completion",
    "Print a script that completes commands and options in bash or zsh",
    (
      _current: string,
      _argv: unknown,
      usual: (then: (error: Error | null, words: string[] | undefined) => void) => void,
      done: (words: string[]) => void,
    ) => {
      const values = VALUES.get(typedWords(args)?.at(-2) ?? "");
      if (values !== undefined) done([...values]);
      // yargs offers `--o` for `-o`.
      else usual((_error, words = []) => done(words.filter((word) => !/^--\w$/.test(word))));
    },
  );
}
