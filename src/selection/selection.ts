import type { DiagnosticRecord } from "../records/record.js";
import type { SiteCause } from "../records/vocabulary.js";
import { functionTest } from "./function-pattern.js";
import { FIELDS, type Field, type NamedCode, Names } from "./names.js";
import { ANYWHERE, type CodePlace, packageTest, pathTest } from "./place-pattern.js";

/** Which records to keep; every list that is not empty has to match. Patterns that start with `!` exclude. */
export interface FilterOptions {
  /** Causes; a record matches by its cause or its root cause. */
  readonly causes?: readonly SiteCause[] | undefined;
  /** Import paths, also without the module's: `internal/...`, `./internal/...`, `inhibit`; globs. */
  readonly packages?: readonly string[] | undefined;
  /** Files and directories: `internal/**`, `*_gen.go`. */
  readonly paths?: readonly string[] | undefined;
  /** Functions as people call them: `Encode`, `(*Encoder).Encode`, `json.(*Encoder).*`. */
  readonly functions?: readonly string[] | undefined;
}

/** Makes the test for the options. `place`: what patterns may leave out. */
export function recordFilter(
  options: FilterOptions,
  place: CodePlace = ANYWHERE,
): (record: DiagnosticRecord) => boolean {
  const selection = new Selection(options, place);
  return (record) => selection.matches(record);
}

/** A pattern that nothing matched, and the names that are near, nearest first. */
export interface Unmatched {
  readonly field: Field;
  readonly pattern: string;
  readonly near: readonly string[];
}

type Test = (code: NamedCode) => boolean;

interface Pattern {
  readonly field: Field;
  readonly pattern: string;
  readonly test: Test;
  matched: boolean;
}

/** The one way in which commands and rules choose code: tests records, and knows which patterns have matched none. */
export class Selection {
  private readonly wanted: readonly (readonly Pattern[])[];
  private readonly unwanted: readonly Test[];
  private readonly causes: ReadonlySet<SiteCause> | null;
  private readonly names = new Names();
  /** How many patterns have matched nothing so far. */
  private waiting: number;

  constructor(options: FilterOptions, place: CodePlace = ANYWHERE) {
    this.causes = options.causes === undefined || options.causes.length === 0 ? null : new Set(options.causes);
    const patterns = FIELDS.map((field) => (options[field] ?? []).map((pattern) => ({ field, pattern })));
    this.unwanted = patterns
      .flat()
      .flatMap(({ field, pattern }) => (pattern.startsWith("!") ? [testOf(field, pattern.slice(1), place)] : []));
    this.wanted = patterns
      .map((list) => list.filter(({ pattern }) => !pattern.startsWith("!")))
      .filter((list) => list.length > 0)
      .map((list) => list.map((each) => ({ ...each, test: testOf(each.field, each.pattern, place), matched: false })));
    this.waiting = this.wanted.flat().length;
  }

  /** Whether everything is chosen. */
  get isEverything(): boolean {
    return this.causes === null && this.wanted.length === 0 && this.unwanted.length === 0;
  }

  /** Whether a record is chosen. */
  matches(record: DiagnosticRecord): boolean {
    return this.has(record) && this.hasCause(record);
  }

  /** Whether code is chosen, whatever the causes are: a function, a file, a package. */
  has(code: NamedCode): boolean {
    if (this.waiting > 0) this.look(code);
    return (
      this.wanted.every((list) => list.some(({ test }) => test(code))) && !this.unwanted.some((test) => test(code))
    );
  }

  /** The patterns that choose, as they are written. */
  get patterns(): string[] {
    return this.wanted.flat().map(({ pattern }) => pattern);
  }

  /** Patterns that no code has matched. */
  unmatched(): Unmatched[] {
    return this.wanted.flat().flatMap(({ field, pattern, matched }) => {
      return matched ? [] : [{ field, pattern, near: this.names.near(field, pattern) }];
    });
  }

  private hasCause(record: DiagnosticRecord): boolean {
    if (this.causes === null) return true;
    if (record.kind === "allocation") return this.causes.has(record.cause);
    return record.kind !== "escape" || this.causes.has(record.cause) || this.causes.has(record.rootCause);
  }

  private look(code: NamedCode): void {
    for (const pattern of this.wanted.flat()) {
      if (pattern.matched || !pattern.test(code)) continue;
      pattern.matched = true;
      this.waiting--;
    }
    if (this.waiting > 0) this.names.add(code);
  }
}

function testOf(field: Field, pattern: string, place: CodePlace): Test {
  switch (field) {
    case "packages":
      return packageTest(pattern, place);
    case "paths":
      return pathTest(pattern, place);
    case "functions":
      return functionTest(pattern);
  }
}
