import { isCompilerLine, isHeader } from "./line.js";
import { Prefixes } from "./prefix.js";
import { isBazelHeader, isSurrounding } from "./surroundings.js";
import { isForTerminal, terminalText } from "./terminal.js";
import { type Wrapping, wrappingOf } from "./wrapping.js";

/** How to get at the compiler's lines of a log. */
export interface LogForm {
  readonly prefixes: Prefixes;
  readonly wrapping: Wrapping | null;
  /** Whether the lines were sorted, so that nobody knows which package they are of. */
  readonly sorted: boolean;
}

/** Looks at some lines of an input: what has to be taken away to read it; null where it can be read as it is. */
export function inspect(lines: readonly string[]): LogForm | null {
  const prefixes = new Prefixes();
  let isClean = true;
  const texts = lines.map((line) => {
    if (isForTerminal(line)) isClean = false;
    const text = terminalText(line);
    prefixes.learn(text);
    return text;
  });
  const bare = texts.map((text) => {
    if (isCompilerLine(text)) return text;
    const rest = prefixes.strip(text);
    if (rest !== text && isCompilerLine(rest)) isClean = false;
    if (isSurrounding(rest) || isBazelHeader(rest)) isClean = false;
    return rest;
  });
  const wrapping = wrappingOf(bare);
  const sorted = isSorted(bare);
  return isClean && wrapping === null && !sorted ? null : { prefixes, wrapping, sorted };
}

/**
 * Whether the lines of several packages were sorted: all names of packages come first, which no build prints, and
 * everything behind them ascends.
 */
function isSorted(lines: readonly string[]): boolean {
  const own = lines.filter(isCompilerLine);
  const first = own.findIndex((line) => !isHeader(line));
  if (first < 2 || own.slice(first).some(isHeader)) return false;
  const rest = own.slice(first);
  return ascends(rest, (a, b) => (a < b ? -1 : a > b ? 1 : 0)) || ascends(rest, (a, b) => a.localeCompare(b, "en"));
}

function ascends(lines: readonly string[], compare: (a: string, b: string) => number): boolean {
  return lines.every((line, i) => i === 0 || compare(lines[i - 1] ?? "", line) <= 0);
}
