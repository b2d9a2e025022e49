import type { Place, ProgramFunction } from "../callees/program.js";
import { splitList } from "../causes/expression.js";

/** The lines of a source file by the name that records give it; null where it is not at hand. */
export type SourceLines = (file: string) => readonly string[] | null;

/** A declaration's parameters stand on no more lines than this. */
const MAX_LINES = 40;

/** The line of a place; null where its file is not at hand. */
export function lineAt(source: SourceLines, { file, line }: Place): string | null {
  if (file === null || line === null) return null;
  return source(file)?.[line - 1] ?? null;
}

/** Where a column of the compiler, which counts bytes from 1, stands in the line. */
export function indexOfColumn(line: string, column: number): number {
  return Buffer.from(line)
    .subarray(0, column - 1)
    .toString().length;
}

/** The text from the line of one place to that of another below it, and where both stand in it; null where it is not at hand. */
export function textBetween(
  source: SourceLines,
  from: Place,
  to: Place,
): { readonly text: string; readonly start: number; readonly end: number } | null {
  const { file, line, column } = from;
  if (file === null || line === null || column === null || to.file !== file) return null;
  if (to.line === null || to.column === null || to.line < line || to.line > line + MAX_LINES) return null;
  const lines = source(file)?.slice(line - 1, to.line);
  const [first, last] = [lines?.[0], lines?.at(-1)];
  if (lines === undefined || first === undefined || last === undefined || lines.length <= to.line - line) return null;
  const text = lines.join("\n");
  return {
    text,
    start: indexOfColumn(first, column),
    end: text.length - last.length + indexOfColumn(last, to.column),
  };
}

/** What stands before a column: `store.New` where the column is that of the parenthesis in `return store.New(4)`. */
export function calleeBefore(source: SourceLines, place: Place): string | null {
  const line = lineAt(source, place);
  if (line === null || place.column === null) return null;
  const index = indexOfColumn(line, place.column);
  if (line[index] !== "(") return null;
  return /[\p{L}_][\p{L}\p{N}_.]*$/u.exec(line.slice(0, index))?.[0] ?? null;
}

/** Names of a function's parameters in order, the receiver first; null when the source does not show the declaration. */
export function parameterNames(source: SourceLines, { place, name }: ProgramFunction): readonly string[] | null {
  if (place === null || place.file === null || place.line === null || place.column === null) return null;
  const lines = source(place.file);
  const first = lines?.[place.line - 1];
  if (lines === null || first === undefined) return null;
  const start = first.slice(indexOfColumn(first, place.column));
  const text = [start, ...lines.slice(place.line, place.line + MAX_LINES)].join("\n").replace(/\/\/.*$/gm, "");
  const lists = parameterLists(text);
  const method = text.startsWith("(");
  const base = name.slice(name.lastIndexOf(".") + 1);
  // A file that has changed since shows something else at that place.
  const declared = /^func\b/.test(text) ? base : /^(?:\([^)]*\)\s*)?([\p{L}_][\p{L}\p{N}_]*)/u.exec(text)?.[1];
  if (declared !== base) return null;
  return lists.slice(0, method ? 2 : 1).flatMap(namesOf);
}

/** The texts in the first parentheses of a declaration, up to its body. */
function parameterLists(text: string): string[] {
  const lists: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length && lists.length < 2; i++) {
    const c = text[i];
    if (c === "(" || c === "[" || c === "{") {
      if (depth === 0 && c === "{") break;
      if (depth++ === 0 && c === "(") start = i + 1;
    } else if (c === ")" || c === "]" || c === "}") {
      if (--depth < 0) break;
      if (depth === 0 && c === ")") lists.push(text.slice(start, i));
    }
  }
  return lists;
}

/** `a`, `b` and `c` of `a, b int, c ...string`; a type alone is a parameter without a name. */
function namesOf(list: string): string[] {
  const parts = splitList(list.replace(/\s+/g, " ").trim()).filter((part) => part !== "");
  const named = parts.some(
    (part) => /^[\p{L}_][\p{L}\p{N}_]* \S/u.test(part) && !/^(?:chan|func|struct|interface|map)\b/.test(part),
  );
  return parts.map((part) => (named ? (part.split(" ")[0] ?? "_") : "_"));
}
