/** A place in a source file as the compiler prints it. */
export interface Position {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** A line without a position, or `<unknown line number>`. */
export const NO_POSITION: Position = { file: null, line: null, column: null };

/** Whether two positions are one place. */
export function isSamePlace(a: Position, b: Position): boolean {
  return a.line === b.line && a.column === b.column && a.file === b.file;
}
