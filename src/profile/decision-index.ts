import type { EscapeRecord, InlinedCallRecord } from "../records/record.js";
import { isCandidate } from "../report/filter.js";
import type { ProfileLine } from "./lines.js";
import { distinct, inSameFile, type Site } from "./site.js";
import { baseName, withoutTypeArguments } from "./symbol.js";

/**
 * Finds escape decisions where machine code was not read. The compiler prints positions in the function that is compiled:
 * so the outermost function and line of an address lead to its decisions. Those of inlined code have the position of the
 * call that was inlined, which tells them from those of the line itself. Where several are left, one of them is named and
 * their number told.
 */
export class DecisionIndex {
  private readonly byFunction = new Map<string, EscapeRecord[]>();
  private readonly byLine = new Map<string, EscapeRecord[]>();
  /** Positions of calls that were inlined. */
  private readonly inlined = new Set<string>();
  private readonly wanted: ReadonlySet<string>;

  /** `lines`: the outermost lines of all addresses that anything is allocated at; other decisions are not kept. */
  constructor(
    lines: ReadonlySet<ProfileLine>,
    private readonly keep: (record: EscapeRecord) => EscapeRecord = (record) => record,
  ) {
    this.wanted = new Set([...lines].map((line) => lineKey(line.package, line.file, line.line)));
  }

  /** Takes a decision. `isProgram`: the package is a program, which profiles call `main`. */
  add(record: EscapeRecord, isProgram: boolean): void {
    const { file, line, function: name } = record;
    if (record.package === null || file === null || line === null) return;
    const paths = isProgram ? [record.package, "main"] : [record.package];
    const keys = paths.map((each) => lineKey(each, file, line)).filter((key) => this.wanted.has(key));
    if (keys.length === 0) return;
    const kept = this.keep(record);
    for (const key of keys) {
      push(this.byLine, key, kept);
      if (name !== null) push(this.byFunction, functionKey(key, name), kept);
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

  /** `lines`: those of one address, innermost first. */
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
