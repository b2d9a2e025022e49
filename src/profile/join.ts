import type { EscapeRecord, InlinedCallRecord } from "../records/record.js";
import { isCandidate } from "../report/filter.js";
import type { ProfileLine } from "./lines.js";
import { baseName, withoutTypeArguments } from "./symbol.js";

/** What a sample allocates, as the build tells it. */
export interface Site {
  readonly record: EscapeRecord;
  /** How many decisions of the line it could be; 1 where it is certain. */
  readonly candidates: number;
}

/** Finds what is allocated in a function's machine code. */
export interface SiteFinder {
  /**
   * `lines`: those of one address, innermost first, at least one; `size`: bytes of one object, where the profile says it.
   * null where the build has no site there.
   */
  find(lines: readonly ProfileLine[], size: number | null): Site | null;
}

/**
 * Finds sites among escape decisions. The compiler prints positions in the function that is compiled: so the outermost
 * function and line of an address lead to its decisions. Those of inlined code have the position of the call that was
 * inlined, which tells them from those of the line itself. Where several are left, one of them is named and their number
 * told.
 */
export class DecisionIndex implements SiteFinder {
  private readonly byFunction = new Map<string, EscapeRecord[]>();
  private readonly byLine = new Map<string, EscapeRecord[]>();
  /** Positions of calls that were inlined. */
  private readonly inlined = new Set<string>();
  private readonly wanted: ReadonlySet<string>;

  /** `lines`: the outermost lines of all addresses that anything is allocated at; other decisions are not kept. */
  constructor(lines: Iterable<ProfileLine>) {
    this.wanted = new Set([...lines].map((line) => lineKey(line.package, line.file, line.line)));
  }

  /** Takes a decision. `isProgram`: the package is a program, which profiles call `main`. */
  add(record: EscapeRecord, isProgram: boolean): void {
    const { file, line, function: name } = record;
    if (record.package === null || file === null || line === null) return;
    for (const importPath of isProgram ? [record.package, "main"] : [record.package]) {
      const key = lineKey(importPath, file, line);
      if (!this.wanted.has(key)) continue;
      push(this.byLine, key, record);
      if (name !== null) push(this.byFunction, functionKey(key, name), record);
    }
  }

  /** Takes a call that was inlined, of any line. */
  addInlinedCall({ package: importPath, file, line, column }: InlinedCallRecord, isProgram: boolean): void {
    if (importPath === null || file === null || line === null) return;
    for (const each of isProgram ? [importPath, "main"] : [importPath]) {
      const key = lineKey(each, file, line);
      if (this.wanted.has(key)) this.inlined.add(`${key}:${column}`);
    }
  }

  find(lines: readonly ProfileLine[]): Site | null {
    const outermost = lines.at(-1);
    if (outermost === undefined) return null;
    const key = lineKey(outermost.package, outermost.file, outermost.line);
    const inFunction = this.byFunction.get(functionKey(key, outermost.function));
    // Before Go 1.25 the text does not name functions, and closures that were inlined have other names in it.
    const decisions = inSameFile(inFunction ?? this.byLine.get(key) ?? [], outermost.file);
    const isInlined = lines.length > 1;
    const here = decisions.filter(({ column }) => this.inlined.has(`${key}:${column}`) === isInlined);
    const likely = here.filter(isCandidate);
    const all = likely.length > 0 ? likely : here;
    const [record] = all;
    return record === undefined ? null : { record, candidates: distinct(all) };
  }
}

function push(index: Map<string, EscapeRecord[]>, key: string, record: EscapeRecord): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [record]);
  else known.push(record);
}

function lineKey(importPath: string, file: string, line: number): string {
  return `${importPath}\0${baseName(file)}\0${line}`;
}

function functionKey(key: string, name: string): string {
  return `${key}\0${withoutTypeArguments(name)}`;
}

/** Of several programs that all are `main`: those whose file ends like the profile's, as far as any does. */
function inSameFile(records: readonly EscapeRecord[], file: string): readonly EscapeRecord[] {
  if (records.length < 2) return records;
  const ending = (record: EscapeRecord) => commonEnd((record.file ?? "").split("/"), file.split(/[\\/]/));
  const longest = Math.max(...records.map(ending));
  return records.filter((record) => ending(record) === longest);
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}

/** Instances of a generic function have the same decisions once more. */
function distinct(records: readonly EscapeRecord[]): number {
  return new Set(records.map(({ line, column, message }) => `${line}:${column} ${message}`)).size;
}
