import { type GoFile, loadGoReader, type Span } from "../../parsers/gosource/index.js";
import type { SourceLookup } from "./source-files.js";

/** Source files as Go. */
export interface GoFiles {
  /** Looks into a file; null where it is not at hand, or takes too much to read. */
  look<T>(file: string, look: (file: GoFile) => T): T | null;
  /** The part of its line that an expression of the compiler stands for. */
  spanOf(place: SourcePlace): Span | null;
}

/** Where an expression of the compiler is. */
export interface SourcePlace {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly expression: string;
}

/** Loads what reads Go; then files that can be looked up are read as they are asked for. */
export async function goFiles(): Promise<(source: SourceLookup) => GoFiles> {
  const reader = await loadGoReader();
  return (source) => {
    const texts = new WeakMap<readonly string[], string>();
    const textOf = (lines: readonly string[]) => {
      const text = texts.get(lines) ?? lines.join("\n");
      texts.set(lines, text);
      return text;
    };
    const files: GoFiles = {
      look: (file, look) => {
        const lines = source(file);
        return lines === null ? null : reader.read(textOf(lines), look);
      },
      spanOf: ({ file, line, column, expression }) => {
        if (file === null || line === null || column === null) return null;
        return files.look(file, (read) => read.spanOf({ line, column }, expression));
      },
    };
    return files;
  };
}
