import { linkedName, packageNameOf } from "../callees/function-names.js";
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
    if (source !== null && holds(source, unqualified(step.expression, qualifier))) {
      return { file, line, function: name, qualifier };
    }
  }
  return null;
}

/** What a frame's function is called: closures that are inlined with their function by the source, as `maps.Keys.func1`. */
export function frameName(build: BuildRecords, { function: name, file, line }: StackFrame): string | null {
  const isClosure = name === null || /\.(?:func|gowrap)\d/.test(name);
  const written = isClosure && file !== null && line !== null ? functionAt(build, file, line) : null;
  return written ?? (name === null ? null : linkedName(name));
}

/** The function of another module's file around a line, with its package's name; null where the source does not tell. */
export function functionAt(build: BuildRecords, file: string, line: number): string | null {
  if (!isForeignFile(file)) return null;
  const name = build.go(file, (source) => {
    const around = source.functions.filter(({ extent }) => extent.start.line <= line && line <= extent.end.line);
    return around.at(-1)?.name ?? null;
  });
  if (name === null) return null;
  const directory = file
    .replace(/^\$GOROOT\/src\//, "")
    .replace(/@[^/]*/, "")
    .split("/")
    .slice(0, -1)
    .join("/");
  return `${packageNameOf(directory)}.${name}`;
}

/** `h[key]` of `textproto.h[textproto.key]`: an inlined function's variables stand with its package. */
export function unqualified(text: string, qualifier: string | null): string {
  return qualifier === null
    ? text
    : text.replace(new RegExp(`(?<![\\p{L}\\p{N}_.])${qualifier}\\.(?=[\\p{Ll}_])`, "gu"), "");
}

/** Whether a line of source has the code that the compiler prints so: it leaves out what stands in braces. */
function holds(line: string, expression: string): boolean {
  const written = line.replace(/\s+/g, "");
  const parts = expression.replace(/\s+/g, "").split(/\.\.\./);
  if ((parts[0] ?? "").length < 3) return false;
  let at = 0;
  for (const part of parts) {
    const found = written.indexOf(part.replace(/^\}/, ""), at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}
