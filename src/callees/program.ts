import { isForeignFile } from "../causes/traits.js";
import type { DiagnosticRecord, LeakRecord } from "../records/record.js";
import { declaredName, isClosure, namesOfFunction } from "./function-names.js";
import { type LeakFacts, type LeakTarget, leakFacts } from "./leak-facts.js";

/** A place in a source file. */
export interface Place {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** A parameter that leaks. */
export interface Parameter extends Place {
  readonly name: string;
  readonly target: LeakTarget;
  readonly result: string | null;
  /** Dereferences on the way; null where the compiler does not say. */
  readonly level: number | null;
  /** Whether only what it points to leaks. */
  readonly content: boolean;
}

/** A function of the build, all instances of a generic one together. */
export interface ProgramFunction {
  readonly importPath: string;
  readonly name: string;
  /** Its declaration; unknown for wrappers and for functions seen by their leaks alone. */
  readonly place: Place | null;
  /** Written in assembly, or linked from elsewhere: what it does with its parameters is not known. */
  readonly bodyless: boolean;
  /** Why the compiler does not inline it, in its own words; null where it does, or that is not known. */
  readonly notInlined: string | null;
  /** By position in the source, so that they are in the order of the declaration. */
  readonly parameters: readonly Parameter[];
}

interface MutableFunction {
  readonly importPath: string;
  readonly name: string;
  place: Place | null;
  bodyless: boolean;
  notInlined: string | null;
  parameters: MutableParameter[];
  sorted: boolean;
}

type MutableParameter = Omit<Parameter, "content"> & { content: boolean };

/** What resolving a call needs to know about a build: its packages, functions and leaking parameters, without flows. */
export class Program {
  private readonly packages = new Map<string, Map<string, MutableFunction>>();
  private readonly declarations = new Map<string, Declarations>();
  /** The function of the last leak: those of one function come one after the other. */
  private last: { readonly importPath: string; readonly name: string; readonly entry: MutableFunction } | null = null;

  /** Takes any record: packages are known by all, functions by inlining and leak records. */
  record(record: DiagnosticRecord): void {
    if (record.package === null) return;
    if (record.kind === "inlining" && record.function !== null) {
      const entry = this.entry(record.package, declaredName(record.function));
      // `slices.Collect[…]` in a package that has a Collect of its own goes by the same name.
      if (entry.place === null || (isForeignFile(entry.place.file) && !isForeignFile(record.file))) {
        entry.place = { file: record.file, line: record.line, column: record.column };
      }
      if (record.reason === "no function body") entry.bodyless = true;
      // A text of the parser holds on to the input.
      if (!record.inlinable && record.reason !== null) entry.notInlined ??= Buffer.from(record.reason).toString();
    } else if (record.kind === "leak") this.leak(record, leakFacts(record));
    else if (!this.packages.has(record.package)) this.packages.set(record.package, new Map());
  }

  /** Takes a leak record, and returns its parameter: the same one for every record of it. */
  leak(record: LeakRecord, { parameter, function: name, target, result }: LeakFacts): Parameter | null {
    if (name === null || record.package === null) return null;
    const entry = this.entryOf(record.package, name);
    const { file, line, column, content, level } = record;
    // Instances of a generic function, and decisions beside their explanations, say the same again.
    for (const known of entry.parameters) {
      if (known.name !== parameter || known.target !== target || known.result !== result || known.line !== line)
        continue;
      known.content &&= content;
      return known;
    }
    const found = { file, line, column, name: parameter, target, result, level, content };
    entry.parameters.push(found);
    entry.sorted = false;
    return found;
  }

  /** Import paths of the packages seen. */
  get importPaths(): Iterable<string> {
    return this.packages.keys();
  }

  has(importPath: string): boolean {
    return this.packages.has(importPath);
  }

  find(importPath: string, name: string): ProgramFunction | null {
    const entry = this.packages.get(importPath)?.get(name);
    if (entry === undefined) return null;
    if (!entry.sorted) {
      entry.parameters.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
      entry.sorted = true;
    }
    return entry;
  }

  /** The function, closures aside, whose declaration is the last at or before a line; null when none is. */
  enclosing(importPath: string, { file, line }: Place): string | null {
    if (file === null || line === null) return null;
    return (
      this.declarationsOf(importPath)
        .get(file)
        ?.findLast((each) => each.line <= line)?.name ?? null
    );
  }

  /** Files of a package that declare functions. */
  filesOf(importPath: string): Iterable<string> {
    return this.declarationsOf(importPath).keys();
  }

  private declarationsOf(importPath: string): Declarations {
    let files = this.declarations.get(importPath);
    if (files === undefined) {
      files = declarationsOf(this.packages.get(importPath)?.values() ?? []);
      this.declarations.set(importPath, files);
    }
    return files;
  }

  /** Whether people call a function of the program so. */
  names(text: string): boolean {
    for (const [importPath, functions] of this.packages) {
      for (const name of functions.keys()) {
        if (text.endsWith(ownName(name)) && namesOfFunction(importPath, name).includes(text)) return true;
      }
    }
    return false;
  }

  /** Names of the package's functions, closures included. */
  functionsOf(importPath: string): Iterable<string> {
    return this.packages.get(importPath)?.keys() ?? [];
  }

  private entryOf(importPath: string, name: string): MutableFunction {
    const { last } = this;
    if (last !== null && last.name === name && last.importPath === importPath) return last.entry;
    const entry = this.entry(importPath, declaredName(name));
    this.last = { importPath, name, entry };
    return entry;
  }

  private entry(importPath: string, name: string): MutableFunction {
    let functions = this.packages.get(importPath);
    if (functions === undefined) {
      functions = new Map();
      this.packages.set(importPath, functions);
    }
    let entry = functions.get(name);
    if (entry === undefined) {
      entry = { importPath, name, place: null, bodyless: false, notInlined: null, parameters: [], sorted: true };
      functions.set(name, entry);
    }
    return entry;
  }
}

/** The functions of a package by file, in the order of their lines. */
type Declarations = ReadonlyMap<string, readonly { readonly line: number; readonly name: string }[]>;

function declarationsOf(functions: Iterable<MutableFunction>): Declarations {
  const files = new Map<string, { readonly line: number; readonly name: string }[]>();
  for (const { name, place } of functions) {
    if (place === null || place.file === null || place.line === null || isClosure(name)) continue;
    const list = files.get(place.file);
    if (list === undefined) files.set(place.file, [{ line: place.line, name }]);
    else list.push({ line: place.line, name });
  }
  for (const list of files.values()) list.sort((a, b) => a.line - b.line);
  return files;
}

/** `m` of `(*T).m`. */
function ownName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
