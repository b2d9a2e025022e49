import type { GoFile } from "../../parsers/gosource/index.js";
import type { Place, ProgramFunction } from "../callees/program.js";

/** The lines of a source file by the name that records give it; null where it is not at hand. */
export type SourceLines = (file: string) => readonly string[] | null;

/** Looks into a source file; null where it is not at hand. */
export type LookIntoGo = <T>(file: string, look: (file: GoFile) => T) => T | null;

/** The line of a place; null where its file is not at hand. */
export function lineAt(source: SourceLines, { file, line }: Place): string | null {
  if (file === null || line === null) return null;
  return source(file)?.[line - 1] ?? null;
}

/** What the source shows at a place; null where it is not at hand, or the place has no column. */
export function lookAt<T>(
  go: LookIntoGo,
  { file, line, column }: Place,
  look: (file: GoFile, at: { readonly line: number; readonly column: number }) => T,
): T | null {
  if (file === null || line === null || column === null) return null;
  return go(file, (source) => look(source, { line, column }));
}

/** Names of a function's parameters in order, the receiver first; null when the source does not show the declaration. */
export function parameterNames(go: LookIntoGo, { place, name }: ProgramFunction): readonly string[] | null {
  if (place === null) return null;
  return lookAt(go, place, (source, at) => source.parametersAt(at, name.slice(name.lastIndexOf(".") + 1)));
}
