import { readFileSync } from "node:fs";

/** Widths that help is saved in, in columns, narrowest first. */
export const HELP_WIDTHS = [80, 100] as const;

/** The widest of {@link HELP_WIDTHS} that fits; narrower terminals get their own width. */
export function helpWidth(columns: number = process.stdout.columns ?? HELP_WIDTHS[0]): number {
  return HELP_WIDTHS.findLast((width) => width <= columns) ?? columns;
}

/** The file that holds the help of a command (null: of all) in a width. `npm run build` writes it. */
export function helpFile(command: string | null, width: number): URL {
  return new URL(`../../help/${command ?? "escape-report"}.${width}.txt`, import.meta.url);
}

/**
 * The text for `--help` or `COMMAND --help` (or `-h`) as the build has saved it: most of the time that help took went into loading
 * yargs. Null for any other command line, and where there is no such text; the command line then answers by itself.
 */
export function savedHelp(args: readonly string[]): string | null {
  const [first, second, ...more] = args;
  const command = isHelp(first) && second === undefined ? null : first;
  if (command === undefined || more.length > 0) return null;
  if (command !== null && (!isHelp(second) || !/^[a-z]+$/.test(command))) return null;
  return readHelp(command, helpWidth());
}

/** `--help` and its short form. */
export function isHelp(word: string | undefined): boolean {
  return word === "--help" || word === "-h";
}

/** The saved help of a command (null: of all); null where there is none of that width. */
export function readHelp(command: string | null, width: number): string | null {
  try {
    return readFileSync(helpFile(command, width), "utf8");
  } catch {
    return null;
  }
}
