import { containerOf } from "../callees/container.js";
import { outermostFunction, packageNameOf, qualifiedCallee } from "../callees/function-names.js";
import type { Place } from "../callees/program.js";
import type { EscapeRecord } from "../records/record.js";
import { compareText } from "../report/record-order.js";
import { STANDARD_PACKAGE_NAMES } from "../report/standard-packages.js";
import { isPlaceBefore } from "./escape-groups.js";
import { type FlowEnd, flowEnd, letGo } from "./flow-end.js";
import { dynamicName, ownerText } from "./kept-by.js";
import { endCulprit, isCulprit, isLiteral } from "./storage-culprit.js";

/** What many escapes end in, as far as escapes alone tell: without leaks a chain is not followed. */
export interface DirectCulprit extends Place {
  readonly name: string;
  readonly escapes: number;
  readonly packages: number;
}

type OwnEnd = Exclude<FlowEnd, { kind: "container" }>;

/** Escapes of a package that end in one thing, as it is printed. Names are made for the few that can be shown. */
interface Row {
  readonly importPath: string | null;
  /** The function that the end is in, without closures; null where it does not matter. */
  readonly owner: string | null;
  /** null for variables that a closure captures. */
  readonly end: OwnEnd | null;
  /** A call that is known to be of a function, or to be decided at run time; null where the text has to tell. */
  readonly isFunction: boolean | null;
  /** The first of the escapes; of what a closure captures, the closure. */
  place: Place;
  escapes: number;
}

/** What is kept of a closure. */
type Closure = Place & Pick<EscapeRecord, "package" | "function" | "expression" | "allocation">;

/** A variable that waits for the closure that captures it. */
interface Captured {
  readonly place: Place;
  readonly function: string | null;
  readonly end: Extract<FlowEnd, { kind: "container" }>;
}

/** Calls whose own lines are all there is to change. */
const BUILTINS: ReadonlySet<string> = new Set(["append", "copy", "panic"]);

/** Closures of one package, and variables that they capture; and rows. What comes behind that is not counted. */
const MAX_CLOSURES = 10_000;
const MAX_ROWS = 200_000;

/** Counts what escapes end in, for the end of a summary. Holds the closures of one package, and a row a culprit. */
export class CulpritCounter {
  private readonly rows: Row[] = [];
  /** The rows of the package by what is printed of them. */
  private readonly printed = new Map<string, Row>();
  private readonly outermost = new Map<string | null, string>();
  private closures: Closure[] = [];
  private captured: Captured[] = [];
  private readonly packageNames = new Set<string>();

  /** `counts`: whether the escape is ranked. Of others, closures matter for what they capture. */
  add(escape: EscapeRecord, counts: boolean): void {
    if (escape.allocation === "closure" && this.closures.length < MAX_CLOSURES) this.closures.push(closureOf(escape));
    if (!counts) return;
    const end = flowEnd(escape);
    if (end.kind === "container") {
      if (end.captured && this.captured.length < MAX_CLOSURES)
        this.captured.push({ place: placeOf(escape), function: escape.function, end: letGo(end) });
    } else if (end.kind === "end" ? !isCulprit(end) : BUILTINS.has(end.callee ?? "")) {
      return;
    } else if (end.kind === "call" && escape.cause !== "interface-call") {
      const isFunction = escape.cause === "call-argument" ? true : null;
      this.count(`${isFunction} ${end.callee}`, escape, null, end, isFunction);
    } else {
      const isOwn = end.kind === "end" && end.end === "result" && isLiteral(escape.function);
      const owner = isOwn ? escape.function : this.outermostOf(escape.function);
      const what = end.kind === "call" ? end.callee : `${end.end} ${end.name}`;
      this.count(`${owner} ${what}`, escape, owner, end, false);
    }
  }

  endPackage(importPath: string | null): void {
    if (importPath !== null) this.packageNames.add(packageNameOf(importPath));
    for (const { place, function: name, end } of this.captured) {
      const closure = containerOf(end, place, name, this.closures);
      if (closure === null) continue;
      const key = `closure ${closure.file}:${closure.line}:${closure.column}`;
      this.count(key, closure, this.outermostOf(closure.function), null, false);
    }
    this.closures = [];
    this.captured = [];
    this.printed.clear();
    this.outermost.clear();
  }

  /** The biggest, most escapes first, each at the first of its escapes. One escape alone is no culprit's. */
  top(size: number): DirectCulprit[] {
    const sums = new Map<string, number>();
    for (const row of this.rows) {
      const text = commonText(row);
      if (text !== null) sums.set(text, (sums.get(text) ?? 0) + row.escapes);
    }
    const least = this.rows.map(({ escapes }) => escapes).sort((a, b) => b - a)[size - 1] ?? 0;
    const functions = this.rows.filter((row) => row.isFunction === true).map(functionKey);
    const known = new Set(functions);
    const found = new Map<string, { escapes: number; first: Row; readonly packages: Set<string | null> }>();
    for (const row of this.rows) {
      // Names take time: most rows cannot get to the top, whatever they are called.
      const text = commonText(row);
      if ((text === null ? row.escapes : (sums.get(text) ?? 0)) < least) continue;
      const name = this.nameOf(row, known);
      if (name === null) continue;
      const same = found.get(name);
      if (same === undefined) {
        found.set(name, { escapes: row.escapes, first: row, packages: new Set([row.importPath]) });
        continue;
      }
      same.escapes += row.escapes;
      same.packages.add(row.importPath);
      if (isRowBefore(row, same.first)) same.first = row;
    }
    return [...found]
      .filter(([, { escapes }]) => escapes > 1)
      .sort(([a, x], [b, y]) => y.escapes - x.escapes || compareText(a, b))
      .slice(0, size)
      .map(([name, { escapes, packages, first }]) => {
        const { file, line, column } = first.place;
        return { name, escapes, packages: packages.size, file, line, column };
      });
  }

  private count(
    printed: string,
    at: Place & Pick<EscapeRecord, "package">,
    owner: string | null,
    end: OwnEnd | null,
    isFunction: boolean | null,
  ): void {
    const row = this.printed.get(printed);
    if (row !== undefined) {
      row.escapes++;
      if (isPlaceBefore(at, row.place)) row.place = placeOf(at);
      return;
    }
    // What a field is of is not told by the function that sets it.
    const inOwner = end !== null && end.kind === "end" && (end.end === "field" || end.end === "global") ? null : owner;
    const made: Row = {
      importPath: at.package,
      owner: inOwner,
      end: end === null ? null : letGo(end),
      isFunction,
      place: placeOf(at),
      escapes: 1,
    };
    if (this.rows.length >= MAX_ROWS) return;
    this.printed.set(printed, made);
    this.rows.push(made);
  }

  private outermostOf(name: string | null): string {
    let found = this.outermost.get(name);
    if (found === undefined) {
      found = outermostFunction(name ?? "");
      this.outermost.set(name, found);
    }
    return found;
  }

  /** null where the escape's own line is all there is to change. `known`: callees that are functions. */
  private nameOf(row: Row, known: ReadonlySet<string>): string | null {
    const { importPath, owner, end, isFunction, place } = row;
    if (end === null) return `function literal in ${ownerText(importPath, owner)} at line ${place.line}`;
    if (end.kind === "end") {
      const outer = { end, closure: null, function: owner };
      return endCulprit(outer, importPath, (name) => STANDARD_PACKAGE_NAMES.has(name))?.name ?? null;
    }
    const { callee } = end;
    if (callee === null || isFunction === false) return `${dynamicName(callee)} in ${ownerText(importPath, owner)}`;
    const first = /^([\p{L}_][\p{L}\p{N}_]*)\./u.exec(callee)?.[1];
    // `x.f` is a function of the package x or a method of the type x, or it calls what the variable x holds.
    const isPackage = first !== undefined && (STANDARD_PACKAGE_NAMES.has(first) || this.packageNames.has(first));
    if (first === undefined || isPackage || known.has(functionKey(row))) {
      return qualifiedCallee(importPath, callee, isPackage);
    }
    return `${dynamicName(callee)} in package ${packageNameOf(importPath ?? "main")}`;
  }
}

/** What rows with equal names have in common, at least; null for those that no other row has the name of. */
function commonText({ owner, end }: Row): string | null {
  if (owner !== null || end === null) return null;
  const text = end.kind === "call" ? end.callee : end.name;
  // The method, field or variable alone. Type arguments can hold dots, and belong to no name.
  if (text === null || text.endsWith("]")) return "";
  return text.slice(text.lastIndexOf(".") + 1);
}

function closureOf({
  package: importPath,
  file,
  line,
  column,
  function: name,
  expression,
  allocation,
}: Closure): Closure {
  return { package: importPath, file, line, column, function: name, expression, allocation };
}

function functionKey({ importPath, end }: Row): string {
  return `${importPath} ${end?.kind === "call" ? end.callee : ""}`;
}

function placeOf({ file, line, column }: Place): Place {
  return { file, line, column };
}

function isRowBefore(a: Row, b: Row): boolean {
  return (compareText(a.importPath ?? "", b.importPath ?? "") || (isPlaceBefore(a.place, b.place) ? -1 : 1)) < 0;
}
