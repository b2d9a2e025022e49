import { declaredName, packageNameOf } from "../callees/function-names.js";
import type { Parameter, Place, ProgramFunction } from "../callees/program.js";
import { resolveCallee } from "../callees/resolve-callee.js";
import type { EscapeRecord, Hop, LeakRecord, Step } from "../records/record.js";
import type { BuildRecords } from "./build-knowledge.js";
import { samePlace } from "./package-records.js";
import { lookAt } from "./source-text.js";

/** A function whose body stands at a position instead of the call. */
export interface InlinedFunction {
  /** As it is printed in the caller. */
  readonly text: string;
  /** null when it is outside the report. */
  readonly function: ProgramFunction | null;
}

/** The functions that are inlined at a position: the outermost call's and those that their bodies call. */
function inlinedAt(build: BuildRecords, importPath: string | null, place: Place): InlinedFunction[] {
  const calls = build.library.inlinedCalls(importPath, place);
  const texts = new Set(calls.map(({ callee }) => callee));
  return [...texts].map((text) => {
    const callee = resolveCallee(text, importPath, build.program, build.imports);
    return { text, function: callee.kind === "function" ? callee.function : null };
  });
}

/**
 * Reports hold no inlined calls. Then a variable of another package shows one (`store.fresh`), or an assignment to a
 * parameter at the parenthesis of a call; the function's name has to come from the source.
 */
function guessInlined(build: BuildRecords, importPath: string | null, place: Place): InlinedFunction[] {
  const text = lookAt(build.go, place, (source, at) => source.calleeAt(at));
  if (text === null) return [];
  const callee = resolveCallee(text, importPath, build.program, build.imports);
  if (callee.kind === "function") return [{ text, function: callee.function }];
  return callee.kind === "outside" ? [{ text, function: null }] : [];
}

/** A value that comes into an inlined function as a parameter. */
export interface InlinedEntry {
  readonly callee: InlinedFunction;
  /** The parameter's name, and its leak to the heap where it has one. */
  readonly name: string;
  readonly parameter: Parameter | null;
}

/**
 * Whether a hop hands the value to an inlined function: it ends in `x := …` (assign-pair) at a position with inlined
 * calls, and the variable is a parameter of one of them.
 */
export function inlinedEntry(
  build: BuildRecords,
  importPath: string | null,
  hop: Hop,
  step: Step,
  entered: ReadonlySet<string>,
): InlinedEntry | null {
  if (!step.reason.startsWith("assign-pair") || !step.expression.includes(":= ") || hop.to.startsWith("{")) return null;
  const [, qualifier = null, name = hop.to] =
    /^(?:([\p{L}_][\p{L}\p{N}_]*)\.)?([\p{L}_~][\p{L}\p{N}_]*)$/u.exec(hop.to) ?? [];
  let inlined = inlinedAt(build, importPath, step);
  if (inlined.length === 0) inlined = guessInlined(build, importPath, step);
  const fitting = inlined.filter(({ text, function: found }) => {
    if (entered.has(text)) return false;
    const of = found?.importPath ?? importPath;
    const packageName =
      found === null
        ? (/^(?:\(\*)?([^.()]+)\./.exec(text)?.[1] ?? null)
        : of === importPath
          ? null
          : packageNameOf(of ?? "");
    return packageName === qualifier;
  });
  for (const callee of outermostFirst(build, fitting)) {
    const parameter = callee.function?.parameters.find((each) => each.name === name && each.target === "heap");
    if (parameter !== undefined) return { callee, name, parameter };
  }
  const known = fitting.find(({ function: found }) => found?.parameters.some((each) => each.name === name) === true);
  const callee = known ?? fitting[0];
  return callee === undefined ? null : { callee, name, parameter: null };
}

/** The calls in whose place the others stand come first: the order in which they are printed is not kept. */
function outermostFirst(build: BuildRecords, callees: readonly InlinedFunction[]): readonly InlinedFunction[] {
  if (callees.length < 2) return callees;
  const inner = new Set(
    callees.flatMap((outer) => (outer.function === null ? [] : innerOf(build, outer.function, callees))),
  );
  return [...callees.filter((each) => !inner.has(each)), ...inner];
}

/** Which of the callees are inlined in a function itself. */
function innerOf(
  build: BuildRecords,
  outer: ProgramFunction,
  callees: readonly InlinedFunction[],
): readonly InlinedFunction[] {
  const texts = [...build.library.calleesInlinedIn(outer)];
  const found = texts.map((text) => resolveCallee(text, outer.importPath, build.program, build.imports));
  return callees.filter(
    (each) =>
      each.function !== outer &&
      found.some((callee) => callee.kind === "function" && callee.function === each.function),
  );
}

/** Where a value at the position of an inlined call is made. */
export interface MadeInlined {
  readonly callee: InlinedFunction;
  /** The same value in the function itself, where the report holds it; it can be made by a call inlined there. */
  readonly record: EscapeRecord | null;
}

/** Whether, and by which function, the value of an escape is made that stands at an inlined call; null when it is not. */
export function madeInlined(build: BuildRecords, escape: EscapeRecord): MadeInlined | null {
  const first = escape.flow[0];
  const { package: importPath } = escape;
  const qualified = escape.allocation === "variable" && /^[\p{L}_][\p{L}\p{N}_]*\./u.test(escape.expression);
  let inlined = inlinedAt(build, importPath, escape);
  if (inlined.length === 0 && qualified) inlined = guessInlined(build, importPath, escape);
  // A wrapper of a generic function holds an instance of itself.
  const own = declaredName(escape.function ?? "");
  inlined = inlined.filter(({ function: found }) => found?.importPath !== importPath || found?.name !== own);
  // Wrappers have one position for all.
  if (escape.file === "<autogenerated>")
    inlined = inlined.filter(({ function: found }) => found !== null && methodOf(found.name) === methodOf(own));
  if (inlined.length === 0 || first === undefined) return null;
  if (!qualified && isArgument(escape, first)) return null;
  let best: { readonly made: MadeInlined; readonly depth: number } | null = null;
  for (const callee of inlined) {
    const record = callee.function === null ? null : sameValueIn(build, callee.function, escape);
    if (record === null) continue;
    const depth = depthOf(build, record, 0);
    if (best === null || depth > best.depth) best = { made: { callee, record }, depth };
  }
  if (best !== null) return best.made;
  const [, qualifier = ""] = /^&?\*?([\p{L}_][\p{L}\p{N}_]*)\./u.exec(escape.expression) ?? [];
  const named = inlined.filter(({ text }) => text.startsWith(`${qualifier}.`) || text.startsWith(`(*${qualifier}.`));
  const callee = named.length === 1 ? named[0] : inlined.length === 1 ? inlined[0] : undefined;
  return callee === undefined ? null : { callee, record: null };
}

/** `m` of `(*T).m`. */
function methodOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Before Go 1.20 a boxed argument has the position of the call: it goes into the function rather than coming from it. */
function isArgument({ expression }: EscapeRecord, { steps }: Hop): boolean {
  return steps.some((step) => {
    if (!step.reason.startsWith("assign-pair")) return false;
    const at = step.expression.indexOf(":= ");
    return at >= 0 && step.expression.slice(at + 3).includes(expression);
  });
}

function sameValueIn(build: BuildRecords, callee: ProgramFunction, escape: EscapeRecord): EscapeRecord | null {
  const name = packageNameOf(callee.importPath);
  const unqualifiedText = (text: string) => text.replaceAll(`${name}.`, "");
  const wanted = unqualifiedText(escape.expression);
  const found = build.library
    .escapes(callee.importPath, callee.name)
    .filter((each) => declaredName(each.function ?? "") === callee.name && unqualifiedText(each.expression) === wanted);
  return found.find((each) => !samePlace(each, escape)) ?? null;
}

/** How many inlined calls deep the value is made. */
function depthOf(build: BuildRecords, escape: EscapeRecord, depth: number): number {
  if (depth > 20) return depth;
  const inner = madeInlined(build, escape);
  return inner?.record == null ? depth : depthOf(build, inner.record, depth + 1);
}

/**
 * The leak to go on in when a value does not come out of an inlined function again: the function's own explanation of
 * its parameter has the true positions. null when that tells of another way than the flow at hand, whose remaining hops
 * are `rest`.
 */
export function leakInside(
  build: BuildRecords,
  { callee, parameter }: InlinedEntry,
  step: Step,
  rest: readonly Hop[],
): LeakRecord | null {
  if (callee.function === null || parameter === null) return null;
  if (!rest.every(({ steps }) => steps.every((each) => samePlace(each, step)))) return null;
  const leak = build.library.leak(callee.function, parameter, callee.text);
  const own = leak?.flow.findLast(({ steps }) => steps.length > 0)?.steps.at(-1);
  const copy = rest.findLast(({ steps }) => steps.length > 0)?.steps.at(-1);
  return own !== undefined && copy !== undefined && unqualified(own) === unqualified(copy) ? leak : null;
}

/** A step without the packages that a body gets when it is inlined elsewhere: `fmt.Fprintf(os.Stdout, fmt.a...)`. */
function unqualified({ reason, expression }: Step): string {
  return `${reason} ${expression.replace(/[\p{L}_][\p{L}\p{N}_]*\./gu, "")}`;
}
