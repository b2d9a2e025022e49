import type { GoFile } from "../../parsers/gosource/index.js";
import { linkedName, packageNameOf, qualifiedName } from "../callees/function-names.js";
import type { Place } from "../callees/program.js";
import { isForeignFile } from "../causes/traits.js";
import type { EscapeRecord, LeakRecord, StackFrame, Step } from "../records/record.js";
import type { BuildRecords } from "./build-knowledge.js";
import { samePlace } from "./package-records.js";
import { lineAt } from "./source-text.js";

/** The place inside of an inlined function at which a step stands, which the compiler prints at the call. */
export interface PlaceInside {
  readonly file: string;
  readonly line: number;
  /** With its package's name; null where it is not known. */
  readonly function: string | null;
  /** The package's name, which the compiler puts before the function's variables. */
  readonly qualifier: string | null;
}

/**
 * Finds the place by the inline stack of the call that makes the value: the line of one of its functions that has the
 * very code of the step. null where none has.
 */
export function placeInside(build: BuildRecords, record: EscapeRecord | LeakRecord, step: Step): PlaceInside | null {
  if (record.kind !== "escape" || record.stack === null || !samePlace(step, record)) return null;
  for (const frame of record.stack.slice(1).reverse()) {
    const { file, line } = frame;
    if (file === null || line === null) continue;
    const name = frameName(build, frame);
    const qualifier = name === null ? null : (/^[^.]+/.exec(name)?.[0] ?? null);
    const source = lineAt(build.source, { file, line, column: null });
    if (source !== null && formsOf(step.expression, qualifier).some((form) => holds(source, form))) {
      return { file, line, function: name, qualifier };
    }
  }
  return null;
}

/**
 * What a frame's function is called. A closure that is inlined with its function is `maps.Keys.func1` as in the source: the
 * linker puts the function around the call before that, `main.Build.Keys.func1`.
 */
export function frameName(build: BuildRecords, { function: name, file, line }: StackFrame): string | null {
  const isClosure = name === null || CLOSURE.test(name);
  const written = isClosure && file !== null && line !== null ? functionAt(build, file, line, name) : null;
  return written ?? (name === null ? null : linkedName(name));
}

const CLOSURE = /\.(?:func|gowrap)\d|\.\d+$/;

/**
 * The closure around a line of the module's own file as the source has it: `validate.func2` of `Build.validate.func2`; of a
 * line that another closure is inlined in, that one.
 */
export function writtenClosure(build: BuildRecords, { file, line }: Place, name: string | null): string | null {
  if (name === null || file === null || line === null || !CLOSURE.test(name) || /-range\d/.test(name)) return null;
  if (isForeignFile(file)) return null;
  return literalAt(build, file, line, name) ?? onlyLiteral(build, file, line);
}

/** The one function literal that is around a line; null where there are none or several. */
function onlyLiteral(build: BuildRecords, file: string, line: number): string | null {
  return build.go(file, (source) => {
    const found = around(source, line).filter(({ kind }) => kind === "literal");
    return found.length === 1 ? (found[0]?.name ?? null) : null;
  });
}

/** The function around a line, with its package's name; null where the source does not tell. `linked`: its other name. */
export function functionAt(
  build: BuildRecords,
  file: string,
  line: number,
  linked: string | null = null,
): string | null {
  if (!isForeignFile(file)) {
    const own = literalAt(build, file, line, linked);
    const home = own === null ? null : homeOf(build, file);
    return own === null || home === null ? null : qualifiedName(home, own);
  }
  const name =
    literalAt(build, file, line, linked) ?? build.go(file, (source) => around(source, line).at(-1)?.name ?? null);
  if (name === null) return null;
  return `${packageNameOf(foreignPackage(file) ?? "")}.${name}`;
}

/** The import path of the package that a file of another module or the standard library is of; null for one's own. */
export function foreignPackage(file: string): string | null {
  if (!isForeignFile(file)) return null;
  return file
    .replace(/^\$GOROOT\/src\//, "")
    .replace(/@[^/]*/, "")
    .split("/")
    .slice(0, -1)
    .join("/");
}

/** The innermost function literal around a line that has a closure's name, or its number; null where none has. */
function literalAt(build: BuildRecords, file: string, line: number, closure: string | null): string | null {
  const number = /\d+$/.exec(closure ?? "")?.[0];
  if (number === undefined) return null;
  return build.go(file, (source) => {
    const names = around(source, line).flatMap(({ kind, name }) => (kind === "literal" && name !== null ? [name] : []));
    if (closure !== null && names.includes(closure)) return closure;
    return names.findLast((name) => /\d+$/.exec(name)?.[0] === number) ?? null;
  });
}

function around({ functions }: GoFile, line: number): GoFile["functions"] {
  return functions.filter(({ extent }) => extent.start.line <= line && line <= extent.end.line);
}

/** The import path of the package that one of the build's own files belongs to. */
function homeOf({ program }: BuildRecords, file: string): string | null {
  for (const path of program.importPaths) for (const each of program.filesOf(path)) if (each === file) return path;
  return null;
}

/**
 * How an inlined step can be written in its own package: without that package's name, which it has before variables and
 * types, and as the call of a method, `h.Print(x)` of `(*helper).Print(h, x)`.
 */
function formsOf(expression: string, qualifier: string | null): readonly string[] {
  const own = unqualified(expression, qualifier);
  const forms = [own, ...(qualifier === null ? [] : [own.replaceAll(`${qualifier}.`, "")])];
  return forms.flatMap((form) => [form, form.replace(METHOD_CALL, "$2.$1(")]);
}

const METHOD_CALL = /\(\*[\p{L}\p{N}_.]+\)\.([\p{L}\p{N}_]+)\(([\p{L}\p{N}_.]+)(?:, |(?=\)))/u;

/** `h[key]` of `textproto.h[textproto.key]`: an inlined function's variables stand with its package. */
export function unqualified(text: string, qualifier: string | null): string {
  return qualifier === null
    ? text
    : text.replace(new RegExp(`(?<![\\p{L}\\p{N}_.])${qualifier}\\.(?=[\\p{Ll}_])`, "gu"), "");
}

/**
 * Whether a line of source has the code that the compiler prints so: it leaves out what stands in braces, and the
 * arguments that a call puts in a slice.
 */
export function holds(line: string, expression: string): boolean {
  const written = line.replace(/\s+/g, "");
  const parts = expression
    .replaceAll("... argument...", "...")
    .replace(/\s+/g, "")
    .split(/\.\.\./);
  if ((parts[0] ?? "").length < 3) return false;
  let at = 0;
  for (const part of parts) {
    const found = written.indexOf(part.replace(/^\}/, ""), at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}
