import type { DiagnosticRecord, EscapeRecord, InlinedCallRecord, LeakRecord } from "../records/record.js";
import { leakFacts } from "./leak.js";
import { declaredName } from "./names.js";
import type { Parameter, Place, ProgramFunction } from "./program.js";

/** Packages whose records are held as objects at once. */
const KEPT_PACKAGES = 8;

/** The records of one package, ready to be looked up. */
export interface PackageRecords {
  readonly escapes: readonly EscapeRecord[];
  /** By declared function. */
  readonly leaks: ReadonlyMap<string, readonly LeakRecord[]>;
  /** By {@link placeKey}. */
  readonly inlinedCalls: ReadonlyMap<string, readonly InlinedCallRecord[]>;
  /** Expressions that stay on the stack, by {@link placeKey}. */
  readonly stacks: ReadonlyMap<string, readonly string[]>;
}

/** Full records by package, read when they are needed: a story goes through few packages of many. */
export class Library {
  private readonly packages = new Map<string, PackageRecords>();

  /** `load` gives the records of a package. */
  constructor(private readonly load: (importPath: string) => Iterable<DiagnosticRecord>) {}

  package(importPath: string | null): PackageRecords {
    const key = importPath ?? "";
    const known = this.packages.get(key);
    if (known !== undefined) {
      // Last used, last dropped.
      this.packages.delete(key);
      this.packages.set(key, known);
      return known;
    }
    const found = indexRecords(this.load(key));
    this.packages.set(key, found);
    const [oldest] = this.packages.keys();
    if (this.packages.size > KEPT_PACKAGES && oldest !== undefined) this.packages.delete(oldest);
    return found;
  }

  /**
   * The record of a leaking parameter. Of several instances of a generic function the one that the callee's text names,
   * and rather the code itself than the wrapper around it.
   */
  leak({ importPath, name }: ProgramFunction, parameter: Parameter, callee: string): LeakRecord | null {
    const typeArguments = bracketsOf(callee);
    let best: LeakRecord | null = null;
    let bestScore = -1;
    for (const leak of this.package(importPath).leaks.get(name) ?? []) {
      const facts = leakFacts(leak);
      if (facts.parameter !== parameter.name || facts.target !== parameter.target || leak.line !== parameter.line)
        continue;
      if (facts.target === "result" && facts.result !== parameter.result) continue;
      const instance = bracketsOf(facts.function ?? "");
      const score =
        (leak.flow.length > 0 ? 8 : 0) +
        (instance === typeArguments ? 4 : 0) +
        (instance.includes("go.shape.") ? 2 : 0) +
        (leak.content ? 0 : 1);
      if (score > bestScore) {
        best = leak;
        bestScore = score;
      }
    }
    return best;
  }
}

/** A position as a key. */
export function placeKey({ file, line, column }: Place): string {
  return `${file ?? ""}:${line ?? 0}:${column ?? 0}`;
}

/** Whether two records or steps are at the same position. */
export function samePlace(a: Place, b: Place): boolean {
  return a.line === b.line && a.column === b.column && a.file === b.file;
}

function bracketsOf(name: string): string {
  const open = name.indexOf("[");
  return open < 0 ? "" : name.slice(open, name.lastIndexOf("]") + 1);
}

function indexRecords(records: Iterable<DiagnosticRecord>): PackageRecords {
  const escapes: EscapeRecord[] = [];
  const leaks = new Map<string, LeakRecord[]>();
  const inlinedCalls = new Map<string, InlinedCallRecord[]>();
  const stacks = new Map<string, string[]>();
  for (const record of records) {
    if (record.kind === "escape") escapes.push(record);
    else if (record.kind === "leak") append(leaks, declaredName(leakFacts(record).function ?? ""), record);
    else if (record.kind === "inlined-call") append(inlinedCalls, placeKey(record), record);
    else if (record.kind === "stack") append(stacks, placeKey(record), record.expression);
  }
  return { escapes, leaks, inlinedCalls, stacks };
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
