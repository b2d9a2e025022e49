import { isSamePlace, type Position } from "./position.js";

/** What is noted of each kind; the largest packages have some ten thousand functions. What comes behind that has no name. */
const MAX_FACTS = 200_000;

interface Declaration {
  readonly name: string;
  readonly at: Position;
}

/**
 * What the lines of one package tell about it beyond their own records. Grows while the package is read. Most packages
 * are never asked where a function is, so places are only noted, and put in order when somebody asks.
 */
export class PackageFacts {
  /** Functions, methods and closures that the package declares or instantiates, as the compiler names them. */
  readonly functions = new Set<string>();
  /** How many functions and results were named. */
  private declared = 0;
  private noted = 0;
  /** Functions whose calls were inlined, as the compiler names them from inside the package. */
  readonly inlinedCallees = new Set<string>();
  /** Functions with at least one variable that a closure captures. */
  readonly capturing = new Set<string>();
  /** Names and places of declarations that are not in order yet. */
  private declaredNames: string[] = [];
  private declaredPlaces: Position[] = [];
  private readonly declarations = new Map<string, Declaration[]>();
  private readonly places = new Map<string, Position>();
  /** The same for results. */
  private resultNames: string[] = [];
  private resultPlaces: Position[] = [];
  private readonly results = new Map<string, Set<string>>();

  constructor(
    /** The import path; null before the first `# ` line. */
    readonly importPath: string | null,
    /** What stands in brackets behind it. */
    readonly variant: string | null,
  ) {}

  /** Notes a `can inline` or `cannot inline` line: every function and closure has one at its declaration. */
  declare(name: string, at: Position): void {
    if (++this.declared > MAX_FACTS) return;
    this.functions.add(name);
    this.declaredNames.push(name);
    this.declaredPlaces.push(at);
  }

  /** Notes a function whose call was inlined. */
  inlined(callee: string): void {
    if (this.inlinedCallees.size < MAX_FACTS) this.inlinedCallees.add(callee);
  }

  /** Notes a function with a variable that a closure captures. */
  captures(name: string): void {
    if (this.capturing.size < MAX_FACTS) this.capturing.add(name);
  }

  /** Where a function is declared: its name, a method's receiver, or a closure's `func`. */
  declaredAt(name: string): Position | null {
    this.order();
    return this.places.get(name) ?? null;
  }

  /** Notes that the function around a position has a result of this name. */
  addResult(at: Position, result: string): void {
    if (++this.noted > MAX_FACTS) return;
    this.resultNames.push(result);
    this.resultPlaces.push(at);
  }

  /** Whether a function is known to have a result of this name. */
  hasResult(name: string | null, result: string): boolean {
    this.orderResults();
    return this.results.get(name ?? "")?.has(result) ?? false;
  }

  /**
   * The function around a position: the last one declared at or before it. Go 1.26 and later name the function in
   * explanations, so this serves older releases and decisions without one. Where several are declared at one place
   * (instances of a generic function, copies of an inlined closure) the first wins.
   *
   * `before`: not the function declared at the position itself, for a closure that its function makes there.
   */
  functionAt(at: Position, before = false): string | null {
    if (at.file === null || at.line === null) return null;
    this.order();
    const list = this.declarations.get(at.file);
    if (list === undefined) return null;
    const column = (at.column ?? Number.POSITIVE_INFINITY) - (before ? 1 : 0);
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const { at: entry } = list[middle] as Declaration;
      const line = entry.line ?? 0;
      if (line < at.line || (line === at.line && (entry.column ?? 0) <= column)) low = middle + 1;
      else high = middle;
    }
    let found = list[low - 1];
    if (found === undefined) return null;
    for (let i = low - 2; i >= 0; i--) {
      const earlier = list[i] as Declaration;
      if (!isSamePlace(earlier.at, found.at)) break;
      found = earlier;
    }
    return found.name;
  }

  /** Puts what was declared since the last time in order: by file, and by line and column. */
  private order(): void {
    const { declaredNames, declaredPlaces, declarations, places } = this;
    if (declaredNames.length === 0) return;
    const changed = new Set<Declaration[]>();
    for (let i = 0; i < declaredNames.length; i++) {
      const name = declaredNames[i] as string;
      const at = declaredPlaces[i] as Position;
      if (!places.has(name)) places.set(name, at);
      if (at.file === null || at.line === null) continue;
      let list = declarations.get(at.file);
      if (list === undefined) {
        list = [];
        declarations.set(at.file, list);
      }
      list.push({ name, at });
      changed.add(list);
    }
    for (const list of changed) list.sort((a, b) => byPlace(a.at, b.at));
    this.declaredNames = [];
    this.declaredPlaces = [];
  }

  private orderResults(): void {
    const { resultNames, resultPlaces, results } = this;
    resultNames.forEach((result, i) => {
      const name = this.functionAt(resultPlaces[i] as Position) ?? "";
      const known = results.get(name);
      if (known === undefined) results.set(name, new Set([result]));
      else known.add(result);
    });
    this.resultNames = [];
    this.resultPlaces = [];
  }
}

function byPlace(a: Position, b: Position): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
