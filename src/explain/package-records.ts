import { declaredName, outermostFunction } from "../callees/function-names.js";
import { leakFacts } from "../callees/leak-facts.js";
import type { Parameter, Place, ProgramFunction } from "../callees/program.js";
import type { DiagnosticRecord, EscapeRecord, InlinedCallRecord, LeakRecord } from "../records/record.js";

/** Characters of the packages that are kept at once. */
const KEPT_CHARACTERS = 96 * 1024 * 1024;

/** The first fields of a record as JSON, which always come in this order: kind, place and function. */
const FIELDS = /^\{"kind":"([a-z-]+)",.*?,"line":(\d+|null),"column":(\d+|null),"function":(null|"(?:[^"\\]|\\.)*")/;

/**
 * Full records by package, function and place, read when they are needed. A story goes through few functions of few
 * packages, so records stay lines of JSON until one is looked at.
 */
export class Library {
  private readonly packages = new Map<string, PackageLines>();
  private characters = 0;

  /** `load` gives the records of a package, each as a line of JSON as reports hold it. */
  constructor(private readonly load: (importPath: string) => Iterable<string>) {}

  /** Escapes of a function, of the one around it and of the closures in that. */
  escapes(importPath: string | null, name: string | null): EscapeRecord[] {
    const records = this.package(importPath).escapes.get(familyOf(name));
    return records.filter((record) => record.kind === "escape");
  }

  /** Leaks of the parameters of a function, as it is declared. */
  leaks(importPath: string | null, name: string): LeakRecord[] {
    return this.package(importPath)
      .leaks.get(name)
      .filter((record) => record.kind === "leak");
  }

  /** Calls that are inlined at a place. */
  inlinedCalls(importPath: string | null, place: Place): InlinedCallRecord[] {
    const records = this.package(importPath).inlinedCalls.get(lineKey(place));
    return records.filter((record) => record.kind === "inlined-call").filter((record) => samePlace(record, place));
  }

  /** What calls are inlined in a function, as they are printed there. */
  calleesInlinedIn({ importPath, name }: ProgramFunction): Set<string> {
    const records = this.package(importPath).inlinedIn.get(name);
    return new Set(records.flatMap((record) => (record.kind === "inlined-call" ? [record.callee] : [])));
  }

  /** Expressions at a place that stay on the stack. */
  stacks(importPath: string | null, place: Place): string[] {
    const records = this.package(importPath).stacks.get(lineKey(place));
    return records
      .filter((record) => record.kind === "stack")
      .filter((record) => samePlace(record, place))
      .map(({ expression }) => expression);
  }

  /**
   * The record of a leaking parameter. Of several instances of a generic function the one that the callee's text names,
   * and rather the code itself than the wrapper around it.
   */
  leak({ importPath, name }: ProgramFunction, parameter: Parameter, callee: string): LeakRecord | null {
    const typeArguments = bracketsOf(callee);
    let best: LeakRecord | null = null;
    let bestScore = -1;
    for (const leak of this.leaks(importPath, name)) {
      const facts = leakFacts(leak);
      if (facts.parameter !== parameter.name || facts.target !== parameter.target) continue;
      if (leak.line !== parameter.line || (facts.target === "result" && facts.result !== parameter.result)) continue;
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

  private package(importPath: string | null): PackageLines {
    const key = importPath ?? "";
    let found = this.packages.get(key);
    if (found === undefined) {
      found = new PackageLines(this.load(key));
      this.characters += found.characters;
    }
    // The one used last is dropped last.
    this.packages.delete(key);
    this.packages.set(key, found);
    for (const [oldest, lines] of this.packages) {
      if (this.characters <= KEPT_CHARACTERS || lines === found) break;
      this.packages.delete(oldest);
      this.characters -= lines.characters;
    }
    return found;
  }
}

/** Records under keys, as lines until they are asked for. */
class Lines {
  private readonly lines = new Map<string, string[]>();
  private readonly read = new Map<string, DiagnosticRecord[]>();

  add(key: string, line: string): void {
    const list = this.lines.get(key);
    if (list === undefined) this.lines.set(key, [line]);
    else list.push(line);
  }

  get(key: string): readonly DiagnosticRecord[] {
    let records = this.read.get(key);
    if (records === undefined) {
      records = (this.lines.get(key) ?? []).map((line): DiagnosticRecord => JSON.parse(line));
      this.read.set(key, records);
    }
    return records;
  }
}

class PackageLines {
  readonly escapes = new Lines();
  readonly leaks = new Lines();
  /** By place, and by function. */
  readonly inlinedCalls = new Lines();
  readonly inlinedIn = new Lines();
  readonly stacks = new Lines();
  readonly characters: number = 0;

  constructor(lines: Iterable<string>) {
    for (const line of lines) {
      const [, kind, row, column, text = "null"] = FIELDS.exec(line) ?? [];
      this.characters += line.length;
      if (kind === "escape" || kind === "leak") {
        const name: string | null = JSON.parse(text);
        if (kind === "escape") this.escapes.add(familyOf(name), line);
        else this.leaks.add(declaredName(name ?? ""), line);
      } else if (kind === "inlined-call") {
        this.inlinedCalls.add(`${row}:${column}`, line);
        const name: string | null = JSON.parse(text);
        this.inlinedIn.add(declaredName(name ?? ""), line);
      } else if (kind === "stack") this.stacks.add(`${row}:${column}`, line);
    }
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

function lineKey({ line, column }: Place): string {
  return `${line}:${column}`;
}

/** Closures are under the function that they stand in, since one can hold what another makes. */
function familyOf(name: string | null): string {
  return outermostFunction(declaredName(name ?? ""));
}

function bracketsOf(name: string): string {
  const open = name.indexOf("[");
  return open < 0 ? "" : name.slice(open, name.lastIndexOf("]") + 1);
}
