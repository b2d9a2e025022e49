import type { Position } from "./position.js";

interface Declaration {
  readonly line: number;
  readonly column: number;
  readonly name: string;
}

/** What the lines of one package tell about it beyond their own records. Grows while the package is read. */
export class PackageFacts {
  /** Functions, methods and closures that the package declares or instantiates, as the compiler names them. */
  readonly functions = new Set<string>();
  /** Functions whose calls were inlined, as the compiler names them from inside the package. */
  readonly inlinedCallees = new Set<string>();
  /** Functions with at least one variable that a closure captures. */
  readonly capturing = new Set<string>();
  private readonly results = new Map<string, Set<string>>();
  private readonly declarations = new Map<string, Declaration[]>();
  private readonly places = new Map<string, Position>();
  private readonly unsorted = new Set<string>();

  constructor(
    /** The import path; null before the first `# ` line. */
    readonly importPath: string | null,
    /** What stands in brackets behind it. */
    readonly variant: string | null,
  ) {}

  /** Notes a `can inline` or `cannot inline` line: every function and closure has one at its declaration. */
  declare(name: string, at: Position): void {
    this.functions.add(name);
    if (!this.places.has(name)) this.places.set(name, at);
    if (at.file === null || at.line === null) return;
    let list = this.declarations.get(at.file);
    if (list === undefined) {
      list = [];
      this.declarations.set(at.file, list);
    }
    list.push({ line: at.line, column: at.column ?? 0, name });
    this.unsorted.add(at.file);
  }

  /** Where a function is declared: its name, a method's receiver, or a closure's `func`. */
  declaredAt(name: string): Position | null {
    return this.places.get(name) ?? null;
  }

  /** Notes that the function around a position has a result of this name. */
  addResult(at: Position, result: string): void {
    const name = this.functionAt(at) ?? "";
    const results = this.results.get(name);
    if (results === undefined) this.results.set(name, new Set([result]));
    else results.add(result);
  }

  /** Whether a function is known to have a result of this name. */
  hasResult(name: string | null, result: string): boolean {
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
    const list = this.declarations.get(at.file);
    if (list === undefined) return null;
    if (this.unsorted.delete(at.file)) list.sort((a, b) => a.line - b.line || a.column - b.column);
    const column = (at.column ?? Number.POSITIVE_INFINITY) - (before ? 1 : 0);
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = list[middle] as Declaration;
      if (entry.line < at.line || (entry.line === at.line && entry.column <= column)) low = middle + 1;
      else high = middle;
    }
    let found = list[low - 1];
    if (found === undefined) return null;
    for (let i = low - 2; i >= 0; i--) {
      const earlier = list[i] as Declaration;
      if (earlier.line !== found.line || earlier.column !== found.column) break;
      found = earlier;
    }
    return found.name;
  }
}
