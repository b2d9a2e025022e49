import type { FunctionExtents, SourceFunction } from "../gosource/index.js";
import { isSamePlace, type Position } from "./position.js";

interface Declaration {
  readonly name: string;
  readonly at: Position;
}

/** The function that a place is in. */
export interface FoundFunction {
  /** As the compiler names it; null where that is not known. */
  readonly name: string | null;
  /** Whether the source shows it, or nothing speaks against it. */
  readonly isCertain: boolean;
}

const UNKNOWN: FoundFunction = { name: null, isCertain: true };
/** What package-level variables are set in. */
const INITIALISER: FoundFunction = { name: "init", isCertain: true };

/** A closure that the compiler makes of a `go` or `defer` statement (Go 1.21): it holds nothing but the call. */
const WRAPPER = /\.(?:go|defer)wrap\d+$/;
const LOOP_BODY = /-range\d+$/;
/** A function literal, or the body of a loop: what comes behind it may be in it, or in what is around it. */
const CLOSURE = /(?:\.func|-range|\.)\d+$|^glob\.\.func\d+$/; /** Functions named `init` are numbered. */
const NUMBERED = /^init\.\d+$/;

/**
 * Where the functions of a package are, as the compiler declares them by a `can inline` or `cannot inline` line. Most
 * packages are never asked, so places are only noted, and put in order when somebody asks.
 */
export class FunctionPlaces {
  /** Names and places of declarations that are not in order yet. */
  private names: string[] = [];
  private at: Position[] = [];
  private readonly byFile = new Map<string, Declaration[]>();
  private readonly byName = new Map<string, Position>();
  /** Whether a file's source was found to be what the compiler read, and how many declarations that was found by. */
  private readonly fits = new Map<string, { readonly declarations: number; readonly fits: boolean }>();
  /** Whether only functions that can be inlined have such a line: the output is that of a single `-m`. */
  isPartial = false;

  /** `extents`: of a source file by its name in records, where it is at hand. */
  constructor(private readonly extents: ((file: string) => FunctionExtents | null) | null) {}

  declare(name: string, at: Position): void {
    this.names.push(name);
    this.at.push(at);
  }

  /** Where a function is declared: its name, a method's receiver, or a closure's `func`. */
  declaredAt(name: string): Position | null {
    this.order();
    return this.byName.get(name) ?? null;
  }

  /**
   * The function around a position. `before`: not the one declared at the position itself, for a closure that its
   * function makes there.
   */
  find(at: Position, before: boolean): FoundFunction {
    if (at.file === null || at.line === null) return UNKNOWN;
    this.order();
    return this.inSource(at.file, at.line, at.column, before) ?? this.inText(at.file, at.line, at.column, before);
  }

  /**
   * By the text alone: the last declared at or before the position. Where several are declared at one place (instances of
   * a generic function, copies of an inlined closure) the first wins.
   */
  private inText(file: string, line: number, at: number | null, before: boolean): FoundFunction {
    const list = this.isPartial ? undefined : this.byFile.get(file);
    if (list === undefined) return UNKNOWN;
    const column = (at ?? Number.POSITIVE_INFINITY) - (before ? 1 : 0);
    let i = lastUpTo(list, line, column);
    while (i >= 0 && WRAPPER.test(list[i]?.name ?? "")) i--;
    let found = list[i];
    if (found === undefined) return UNKNOWN;
    for (i--; i >= 0; i--) {
      const earlier = list[i] as Declaration;
      if (!isSamePlace(earlier.at, found.at)) break;
      if (!WRAPPER.test(earlier.name)) found = earlier;
    }
    return { name: found.name, isCertain: !CLOSURE.test(found.name) || NUMBERED.test(found.name) };
  }

  /** By the source: null where it is not at hand, or is not what the compiler read. */
  private inSource(file: string, line: number, column: number | null, before: boolean): FoundFunction | null {
    const extents = column === null ? null : (this.extents?.(file) ?? null);
    if (extents === null || column === null || !this.isOf(extents, file)) return null;
    const place = { line, column };
    for (const around of extents.around(place)) {
      const isHere = around.at.line === line && around.at.column === column;
      if (isHere && before && around.kind === "literal") continue;
      const names = this.declaredThere(file, around);
      if (around.kind === "range") {
        const body = names.find((name) => LOOP_BODY.test(name));
        if (body !== undefined) return { name: body, isCertain: true };
        continue;
      }
      // An instance for a type calls the one for its shape, and has no place but its name.
      const plain = names.filter((name) => !LOOP_BODY.test(name) && !WRAPPER.test(name));
      const name = isHere ? plain.find((each) => !each.includes("go.shape.")) : undefined;
      return { name: name ?? plain[0] ?? around.name, isCertain: true };
    }
    return INITIALISER;
  }

  /** What the compiler declares where the source has a function. */
  private declaredThere(file: string, { at }: SourceFunction): string[] {
    const list = this.byFile.get(file) ?? [];
    const names: string[] = [];
    for (let i = lastUpTo(list, at.line, at.column); i >= 0; i--) {
      const entry = list[i] as Declaration;
      if (entry.at.line !== at.line || entry.at.column !== at.column) break;
      names.unshift(entry.name);
    }
    return names;
  }

  /** Whether the source declares what the compiler does. A file can have changed, or be another of that name. */
  private isOf(extents: FunctionExtents, file: string): boolean {
    const list = this.byFile.get(file) ?? [];
    const known = this.fits.get(file);
    if (known?.declarations === list.length) return known.fits;
    const fits = list.every(({ name, at: { line, column } }) => {
      const base = baseName(name);
      return base === null || line === null || column === null || extents.declares({ line, column }, base);
    });
    this.fits.set(file, { declarations: list.length, fits });
    return fits;
  }

  /** Puts what was declared since the last time in order: by file, and by line and column. */
  private order(): void {
    const { names, at: places, byFile, byName } = this;
    if (names.length === 0) return;
    const changed = new Set<Declaration[]>();
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const at = places[i] as Position;
      if (!byName.has(name)) byName.set(name, at);
      if (at.file === null || at.line === null) continue;
      let list = byFile.get(at.file);
      if (list === undefined) {
        list = [];
        byFile.set(at.file, list);
      }
      list.push({ name, at });
      changed.add(list);
    }
    for (const list of changed) list.sort((a, b) => byPlace(a.at, b.at));
    this.names = [];
    this.at = [];
  }
}

/** Index of the last that is declared at or before a place; -1 where none is. */
function lastUpTo(list: readonly Declaration[], line: number, column: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { at } = list[middle] as Declaration;
    const entryLine = at.line ?? 0;
    if (entryLine < line || (entryLine === line && (at.column ?? 0) <= column)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The name in the source of a function or method, `m` of `(*pkg.T[int]).m`; null for what has none there. */
function baseName(name: string): string | null {
  let plain = name;
  for (let open = plain.indexOf("["); open >= 0; open = plain.indexOf("[", open)) {
    let depth = 0;
    let close = open;
    for (; close < plain.length; close++) {
      if (plain[close] === "[") depth++;
      else if (plain[close] === "]" && --depth === 0) break;
    }
    plain = plain.slice(0, open) + plain.slice(close + 1);
  }
  if (plain.includes("-") || /\.(?:func|gowrap|deferwrap)?\d+$/.test(plain)) return null;
  return plain.slice(plain.lastIndexOf(".") + 1);
}

function byPlace(a: Position, b: Position): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
