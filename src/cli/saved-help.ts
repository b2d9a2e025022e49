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
 * The text for `--help` or `COMMAND --help` as the build has saved it: most of the time that help took went into loading
 * yargs. Null for any other command line, and where there is no such text; the command line then answers by itself.
 */
export function savedHelp(args: readonly string[]): string | null {
  const [first, second, ...more] = args;
  const command = first === "--help" && second === undefined ? null : first;
  if (command === undefined || more.length > 0) return null;
  if (command !== null && (second !== "--help" || !/^[a-z]+$/.test(command))) return null;
  try {
    return readFileSync(helpFile(command, helpWidth()), "utf8");
  } catch {
    return null;
  }
}
