import type { FunctionExtents } from "../gosource/index.js";
import { type FoundFunction, FunctionPlaces } from "./function-places.js";
import { InlinedPlaces } from "./inlined-places.js";
import type { Position } from "./position.js";

/** What is noted of each kind; the largest packages have some ten thousand functions. What comes behind that has no name. */
const MAX_FACTS = 200_000;

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
  private readonly places: FunctionPlaces;
  private readonly inlinedPlaces = new InlinedPlaces();
  /** Names and places of results that are not in order yet. */
  private resultNames: string[] = [];
  private resultPlaces: Position[] = [];
  private readonly results = new Map<string, Set<string>>();

  constructor(
    /** The import path; null before the first `# ` line. */
    readonly importPath: string | null,
    /** What stands in brackets behind it. */
    readonly variant: string | null,
    /** Where functions begin and end in a source file, by its name in records; null where it is not at hand. */
    extents: ((file: string) => FunctionExtents | null) | null = null,
  ) {
    this.places = new FunctionPlaces(extents);
  }

  /** Notes a `can inline` or `cannot inline` line: under `-m -m` every function and closure has one. */
  declare(name: string, at: Position): void {
    if (++this.declared > MAX_FACTS) return;
    this.functions.add(name);
    this.places.declare(name, at);
  }

  /** Notes that the output is that of a single `-m`, where only functions that can be inlined have such a line. */
  declareInPart(): void {
    this.places.isPartial = true;
  }

  /** Notes a function whose call was inlined, and where. */
  inlined(callee: string, at: Position): void {
    if (this.inlinedCallees.size < MAX_FACTS) this.inlinedCallees.add(callee);
    this.inlinedPlaces.add(callee, at);
  }

  /** Functions of other packages that are inlined at a place and exported, as they were printed. */
  inlinedAt(place: Position): readonly string[] {
    return this.inlinedPlaces.at(place);
  }

  /** Notes a function with a variable that a closure captures. */
  captures(name: string): void {
    if (this.capturing.size < MAX_FACTS) this.capturing.add(name);
  }

  /** Where a function is declared: its name, a method's receiver, or a closure's `func`. */
  declaredAt(name: string): Position | null {
    return this.places.declaredAt(name);
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
   * The function around a position. Go 1.25 and later name the function in explanations, so this serves older releases
   * and decisions without one. `before`: not the function declared at the position itself, for a closure that its
   * function makes there.
   */
  functionAround(at: Position, before = false): FoundFunction {
    return this.places.find(at, before);
  }

  /** The name of the function around a position. */
  functionAt(at: Position): string | null {
    return this.places.find(at, false).name;
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
