import { namesOfFunction, qualifiedName } from "../callees/function-names.js";
import { nearestOf } from "../text/nearest.js";

/** The kinds of patterns, by what they are tried on. */
export const FIELDS = ["packages", "paths", "functions"] as const;
export type Field = (typeof FIELDS)[number];

/** What patterns are tried on. */
export interface NamedCode {
  readonly package: string | null;
  readonly file: string | null;
  readonly function: string | null;
}

/** Names that are held at most, of each field: enough for what a person can have meant. */
const MAX_NAMES = 50_000;
/** Names that are told at most. */
const MAX_NEAR = 3;

/** Names that occur, for when a pattern has matched none of them. */
export class Names {
  private readonly packages = new Map<string, readonly string[]>();
  private readonly paths = new Map<string, readonly string[]>();
  private readonly functions = new Map<string, readonly string[]>();
  private last = "";

  add({ package: importPath, file, function: name }: NamedCode): void {
    const key = `${importPath} ${file} ${name}`;
    if (key === this.last) return;
    this.last = key;
    if (importPath !== null) keep(this.packages, importPath, () => ends(importPath));
    if (file !== null) for (const path of [file, ...directories(file)]) keep(this.paths, path, () => ends(path));
    if (name !== null) {
      const plain = qualifiedName(importPath, name);
      if (!/\.func\d|-range\d/.test(plain)) keep(this.functions, plain, () => namesOfFunction(importPath, name));
    }
  }

  /** What a pattern may have meant, nearest first. */
  near(field: Field, pattern: string): string[] {
    const plain = pattern.replace(/^!|^(?:\.\.?\/)+|\/?\.{3}|\*+\/?|\?/g, "").replace(/\/+$/, "");
    return nearestOf(plain, this[field], MAX_NEAR);
  }
}

function keep(names: Map<string, readonly string[]>, name: string, forms: () => readonly string[]): void {
  if (names.size < MAX_NAMES && !names.has(name)) names.set(name, forms());
}

/** `b/c` and `c` of `a/b/c`. */
function ends(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, i) => parts.slice(i).join("/"));
}

/** `a` and `a/b` of `a/b/c`. */
function directories(file: string): string[] {
  const parts = file.split("/");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
}
