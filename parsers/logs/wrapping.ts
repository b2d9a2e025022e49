import { isCompilerLine, widthOf } from "./line.js";

/** How long lines were broken: at a column, or at the last space before it. */
export interface Wrapping {
  readonly width: number;
  readonly atSpaces: boolean;
}

/** Nobody wraps at fewer or more columns. */
const MIN_WIDTH = 40;
const MAX_WIDTH = 300;

/**
 * How a terminal, a mail or a chat broke the lines of a log; null where they seem to be whole. Lines that follow one of the
 * full width do not begin as the compiler's do, and no line is longer.
 */
export function wrappingOf(lines: readonly string[]): Wrapping | null {
  const widths = lines.map(widthOf);
  const width = widths.reduce((most, each) => Math.max(most, each), 0);
  if (width < MIN_WIDTH || width > MAX_WIDTH) return null;
  let starts = 0;
  let rest = 0;
  let exact = 0;
  let atSpaces = 0;
  lines.forEach((line, i) => {
    if (line === "") return;
    if (isCompilerLine(line)) starts++;
    else if (i > 0 && lines[i - 1] !== "") {
      rest++;
      if (widths[i - 1] === width) exact++;
      if (fillsLine(widths[i - 1] ?? 0, line, width)) atSpaces++;
    }
  });
  if (starts === 0 || rest < 2) return null;
  if (exact >= 2 && exact >= 0.7 * rest) return { width, atSpaces: false };
  return atSpaces >= 3 && atSpaces >= 0.9 * rest ? { width, atSpaces: true } : null;
}

/** Whether the first word of the next line would not have fitted behind so many columns. */
function fillsLine(width: number, next: string, limit: number): boolean {
  const space = next.indexOf(" ");
  return width + 1 + widthOf(space < 0 ? next : next.slice(0, space)) > limit;
}

/** Puts lines together again. */
export class Unwrapper {
  private pending: string | null = null;
  private lastWidth = 0;

  constructor(private readonly wrapping: Wrapping) {}

  /** Takes the next line, as it stood in the log and without its prefix; returns the one before, when it is whole. */
  add(line: string, text: string): string | null {
    const { pending, lastWidth } = this;
    const { width, atSpaces } = this.wrapping;
    this.lastWidth = widthOf(line);
    const goesOn =
      pending !== null &&
      text !== "" &&
      !isCompilerLine(text) &&
      (atSpaces ? pending !== "" && fillsLine(lastWidth, line, width) : lastWidth === width);
    if (goesOn && pending.length < MAX_JOINED) {
      this.pending = pending + (atSpaces ? " " : "") + line;
      return null;
    }
    this.pending = text;
    return pending;
  }

  /** The last line. */
  end(): string | null {
    const { pending } = this;
    this.pending = null;
    return pending;
  }
}

/** Longer lines are not put together. */
const MAX_JOINED = 1024 * 1024;
