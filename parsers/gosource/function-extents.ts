import type { Extent, GoFile, Place } from "./go-facts.js";
import { comparePlaces, isPrintedAs } from "./positions.js";

/** What a place stands in: a function, a literal, or the body of a loop that may be one for the compiler. */
export interface SourceFunction {
  readonly kind: "function" | "method" | "literal" | "range";
  /** See {@link GoFunction}; null for a loop. */
  readonly name: string | null;
  /** Where the compiler says that it is declared. */
  readonly at: Place;
}

interface Part {
  readonly function: SourceFunction;
  readonly extent: Extent;
  /** The part around it, by its index. */
  outer: number;
}

/** Where the functions of a file begin and end. Needs the file no longer. */
export class FunctionExtents {
  private readonly parts: Part[];
  /** Functions and methods by their line. */
  private readonly declared = new Map<number, SourceFunction[]>();

  /** null for a file of which that cannot be told: its syntax is not known, or its lines go by other names. */
  static of(file: GoFile): FunctionExtents | null {
    return file.hasErrors || file.lineDirectives.length > 0 ? null : new FunctionExtents(file);
  }

  private constructor({ functions, loops }: GoFile) {
    const parts: Part[] = functions.map(({ kind, name, at, extent }) => {
      return { function: { kind, name, at }, extent, outer: -1 };
    });
    for (const { kind, at, body, variables } of loops) {
      if (kind !== "range") continue;
      const range: SourceFunction = { kind, name: null, at };
      // Variables of the clause are parameters of the body; what is ranged over stands between.
      if (variables !== null) parts.push({ function: range, extent: variables, outer: -1 });
      parts.push({ function: range, extent: body, outer: -1 });
    }
    parts.sort((a, b) => comparePlaces(a.extent.start, b.extent.start));
    const open: number[] = [];
    parts.forEach((part, i) => {
      const isOver = (index: number | undefined) => {
        const before = index === undefined ? undefined : parts[index];
        return before !== undefined && comparePlaces(before.extent.end, part.extent.start) <= 0;
      };
      while (isOver(open.at(-1))) open.pop();
      part.outer = open.at(-1) ?? -1;
      open.push(i);
    });
    this.parts = parts;
    for (const { function: each } of parts) {
      if (each.kind !== "function" && each.kind !== "method") continue;
      const here = this.declared.get(each.at.line);
      if (here === undefined) this.declared.set(each.at.line, [each]);
      else here.push(each);
    }
  }

  /** What a place stands in, innermost first. */
  around(place: Place): SourceFunction[] {
    const found: SourceFunction[] = [];
    for (let i = this.lastFrom(place); i >= 0; i = this.parts[i]?.outer ?? -1) {
      const part = this.parts[i];
      if (part !== undefined && comparePlaces(part.extent.end, place) > 0) found.push(part.function);
    }
    return found;
  }

  /** Whether a function or method of this name, or one that has none of its own, is declared at a place. */
  declares(place: Place, baseName: string): boolean {
    const here = this.declared.get(place.line) ?? [];
    return here.some(({ name, at }) => {
      return isPrintedAs(at, place) && (name === null || name.slice(name.lastIndexOf(".") + 1) === baseName);
    });
  }

  /** Index of the last part that starts at or before a place; -1 where none does. */
  private lastFrom(place: Place): number {
    let low = 0;
    let high = this.parts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const part = this.parts[middle];
      if (part !== undefined && comparePlaces(part.extent.start, place) <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
