import type { EscapeRecord, InlinedCallRecord } from "../records/record.js";
import { DecisionIndex } from "./decision-index.js";
import { fitting } from "./likely-site.js";
import type { ProfileLine } from "./lines.js";
import { isRunTime, isRunTimeFile } from "./origin.js";
import { distinct, inSameFile, type Site, type SiteFinder, type SiteRecord } from "./site.js";
import { baseName, readSymbol, withoutTypeArguments } from "./symbol.js";

/** How far from its decision the call of a statement over several lines may stand. */
const MAX_LINES = 60;

/**
 * Finds sites: where machine code was read by the function and the lines of the whole inline stack, which belong to one
 * call each, or few; else by decisions of the outermost line.
 */
export class SiteIndex implements SiteFinder {
  private readonly byStack = new Map<string, SiteRecord[]>();
  private readonly byFunction = new Map<string, SiteRecord[]>();
  private readonly wanted: ReadonlySet<string>;
  private readonly decisions: DecisionIndex;

  /** `lines`: the outermost lines of all addresses that anything is allocated at; records of other functions are not kept.
   * `keep`: a copy, where a record does not stay as it is. */
  constructor(
    lines: ReadonlySet<ProfileLine>,
    private readonly keep: (record: EscapeRecord) => EscapeRecord = (record) => record,
  ) {
    this.wanted = new Set([...lines].map((line) => functionKey(line.package, line.function)));
    this.decisions = new DecisionIndex(lines, keep);
  }

  /** Takes a record. `isProgram`: the package is a program, which profiles call `main`. */
  add(record: SiteRecord, isProgram: boolean): void {
    const { package: importPath, function: name, file, line, call } = record;
    if (importPath === null || file === null || line === null) return;
    if (call === null) {
      if (record.kind === "escape" && record.reason !== "no-call") this.decisions.add(record, isProgram);
      return;
    }
    if (name === null) return;
    const keys = (isProgram ? [importPath, "main"] : [importPath]).map((each) => functionKey(each, name));
    // Generic functions of other packages have their copies here, under their own path.
    const elsewhere = readSymbol(name);
    if (name.includes("[") && elsewhere.package !== "") keys.push(functionKey(elsewhere.package, elsewhere.name));
    const wanted = keys.filter((key) => this.wanted.has(key));
    if (wanted.length === 0) return;
    const kept = record.kind === "escape" ? this.keep(record) : record;
    for (const key of wanted) {
      for (const levels of waysTo(kept)) push(this.byStack, stackKey(key, levels), kept);
      if (kept.stack === null) push(this.byFunction, key, kept);
    }
  }

  /** Takes a call that was inlined, of any line. */
  addInlinedCall(record: InlinedCallRecord, isProgram: boolean): void {
    this.decisions.addInlinedCall(record, isProgram);
  }

  find(lines: readonly ProfileLine[], size: number | null): Site | null {
    const outermost = lines.at(-1);
    if (outermost === undefined) return null;
    const key = functionKey(outermost.package, outermost.function);
    const own = lines.filter((line) => !isRunTime(line)).reverse();
    const levels = own.map(({ file, line }) => `${baseName(file)}:${line}`);
    const exact = this.byStack.get(stackKey(key, levels)) ?? (own.length === 1 ? this.near(key, outermost, size) : []);
    return siteOf(fitting(exact, size), outermost.file) ?? this.decisions.find(lines);
  }

  /** Calls of the function itself a few lines away, for statements that take several, of objects of just this size. */
  private near(key: string, { file, line }: ProfileLine, size: number | null): readonly SiteRecord[] {
    const distance = (record: SiteRecord) => Math.abs((record.line ?? 0) - line);
    const close = (this.byFunction.get(key) ?? []).filter(
      (record) =>
        size !== null &&
        record.bytes === size &&
        distance(record) <= MAX_LINES &&
        baseName(record.file ?? "") === baseName(file),
    );
    const nearest = Math.min(...close.map(distance));
    return close.filter((record) => distance(record) === nearest);
  }
}

/** The first of records that could all be it; of several programs that are `main` those whose file ends like this one. */
function siteOf(records: readonly SiteRecord[], file: string): Site | null {
  const here = inSameFile(records, file);
  const [record] = here;
  return record === undefined ? null : { record, candidates: distinct(here) };
}

function push(index: Map<string, SiteRecord[]>, key: string, record: SiteRecord): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [record]);
  else known.push(record);
}

/** The levels of its call; of a place in a generic function also in the functions for type arguments that hold a copy. */
function waysTo(record: SiteRecord): string[][] {
  const ways = [levelsOf(record)];
  for (const { stack, wrapper } of record.instances ?? []) {
    ways.push(levelsOf({ ...record, stack }));
    if (wrapper !== null) ways.push(levelsOf({ ...record, stack: wrapper }));
  }
  return [...new Map(ways.map((way) => [way.join(">"), way])).values()];
}

/** The lines of the machine call from the outermost to the innermost, without what the run time has inlined. */
function levelsOf({ stack, file, line }: Pick<SiteRecord, "stack" | "file" | "line">): string[] {
  if (stack === null) return [`${baseName(file ?? "")}:${line}`];
  const own = stack.filter((frame) => !isRunTimeFile(frame.file ?? ""));
  return own.map((frame) => `${baseName(frame.file ?? "")}:${frame.line}`);
}

function functionKey(importPath: string, name: string): string {
  return `${importPath}\0${withoutTypeArguments(name)}`;
}

function stackKey(key: string, levels: readonly string[]): string {
  return `${key}\0${levels.join(">")}`;
}
