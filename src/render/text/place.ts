/** A position as records have it. */
export interface Place {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** `file:line:column`, as far as it is known. Where the compiler prints no position, its own words for that. */
export function placeText({ file, line, column }: Place): string {
  if (file === null) return "<unknown line number>";
  return [file, line, column].filter((part) => part !== null).join(":");
}
