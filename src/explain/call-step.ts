import { distinctName, qualifiedCallee, qualifiedName } from "../callees/function-names.js";
import { isOfParameter } from "../callees/hidden-package.js";
import { parameterOf } from "../callees/leaking-parameter.js";
import { code } from "../callees/phrases.js";
import { argumentIndex, argumentOf, type Call, likeArgument, readCall } from "../callees/printed-call.js";
import type { Parameter, Place, ProgramFunction } from "../callees/program.js";
import { resolveCallee } from "../callees/resolve-callee.js";
import { exportedName } from "../causes/called-function.js";
import type { EscapeRecord, LeakRecord, Step } from "../records/record.js";
import type { ChainLink, StoryEndKind } from "../records/story.js";
import type { BuildRecords } from "./build-knowledge.js";
import { dynamicKind } from "./dynamic-call.js";
import { inlinedTexts } from "./inlined-function.js";
import { type LookIntoGo, lookAt, parameterNames } from "./source-text.js";

/** A step of a flow that passes the value to a call. */
export interface CallStep {
  readonly step: Step;
  /** The value, as the step before left it, and as the hop began. */
  readonly value: string;
  readonly from: string;
  /** Where the value comes from: where that stands between the call's parentheses, so does the value. */
  readonly made: Place;
  /** Where the hop goes, when the call is its last step. */
  readonly to: string | null;
  /** Whether the flow ends in the call: what it does with the value is why it escapes. */
  readonly ends: boolean;
  /** What the record says that the code calls, where the flow ends in the call. */
  readonly called: string | null;
  /** Functions that are inlined there and that the story has come into. */
  readonly entered: ReadonlySet<string>;
  /** Functions of the same package that are inlined where the value is made. */
  readonly inlined: readonly string[];
}

/** How a flow goes on behind a call. `predicate` says about the value what happens to it; null where that was told. */
export type CallEntry = { readonly predicate: string | null; readonly link: NamedLink | null } & (
  | { readonly kind: "on" }
  | { readonly kind: "inside"; readonly function: string }
  | { readonly kind: "leak"; readonly leak: LeakRecord }
  /** The parameter is itself moved to the heap. */
  | { readonly kind: "moved"; readonly record: EscapeRecord }
  | { readonly kind: "end"; readonly end: StoryEndKind; readonly name: string | null }
);

type NamedLink = Extract<ChainLink, { kind: "function" }>;

/** Where the call stands. */
interface Caller {
  readonly importPath: string | null;
  readonly function: string | null;
}

/** Finds out what a call does with a value. */
export function enterCall(build: BuildRecords, here: Caller, at: CallStep): CallEntry {
  const { step, ends } = at;
  const call = readCall(step.expression);
  if (call === null) return unknownCall(ends, null, "is passed to a func value");
  if (isOfParameter(build.program, here.importPath, [here.function, ...at.inlined], call.callee, build.source)) {
    return atRunTime(build, here, at, call);
  }
  const callee = resolveCallee(call.callee, here.importPath, build.program, build.imports);
  switch (callee.kind) {
    case "builtin":
      return builtin(callee.name, call, ends, isExtended(call, at));
    case "dynamic": {
      const inlined = ends ? inlinedOutside(build, here, at, call.callee) : null;
      return inlined ?? atRunTime(build, here, at, call);
    }
    case "outside": {
      if (isVariable(build, step, callee.packageName, call.callee)) return atRunTime(build, here, at, call);
      const name = nameFromOutside(build, here, at, call.callee, `${callee.packageName}.${callee.name}`);
      return ends
        ? keptOutside(at, name)
        : { kind: "on", predicate: isTold(at, name) ? null : `goes through ${code(name)}`, link: null };
    }
    case "function":
      return knownCall(build, here, at, call, callee.function);
  }
}

/** A call that is decided at run time. */
function atRunTime(build: BuildRecords, here: Caller, at: CallStep, call: Call): CallEntry {
  const kind = dynamicKind(build, here, at, call.callee);
  // `valueEncoder(v)(e)` calls what another call returned.
  const written = asWritten(build, at.step, call.callee);
  const name = /^(?:\.autotmp_\d+|~[rb]\d+)$/.test(call.callee) ? null : written;
  if (!at.ends) return { kind: "on", predicate: `goes through ${code(written)}`, link: null };
  const predicate = name === null ? "is passed to a func value" : dynamicText(call, at.value, written);
  return { kind: "end", end: kind, name, predicate, link: null };
}

/** `p.log.Printf` where the compiler prints `p.common.log.Printf`: it names embedded fields, which nobody has to write. */
function asWritten({ go }: BuildRecords, step: Step, callee: string): string {
  const written = lookAt(go, step, (source, at) => source.calleeAt(at));
  if (written === null || written.length >= callee.length) return callee;
  const [names, fewer] = [callee.split("."), written.split(".")];
  let at = 0;
  for (const name of names) if (name === fewer[at]) at++;
  return at === fewer.length && names[0] === fewer[0] && names.at(-1) === fewer.at(-1) ? written : callee;
}

/**
 * Whether a variable hides the package: a parameter does in `func(ut ut.Translator)`, and what is written as `doc.get(x)`
 * calls nothing of a package, whose function would have a capital letter.
 */
function isVariable({ go }: BuildRecords, step: Step, name: string, callee: string): boolean {
  return (
    lookAt(
      go,
      step,
      (source, at) =>
        source.calleeAt(at) === callee &&
        (/\.[\p{Ll}_][\p{L}\p{N}_]*$/u.test(callee) || source.surroundingsAt(at)?.parameters.includes(name) === true),
    ) === true
  );
}

/**
 * A function outside of the report in whose place the call stands: what that calls in turn can be a method of a type or
 * an interface's, which print alike.
 */
function inlinedOutside(build: BuildRecords, { importPath }: Caller, at: CallStep, text: string): CallEntry | null {
  const { called } = at;
  if (called === null || called === text) return null;
  const { kind } = resolveCallee(called, importPath, build.program, build.imports);
  return kind === "outside" ? keptOutside(at, qualifiedCallee(null, called, true)) : null;
}

function keptOutside(at: CallStep, name: string): CallEntry {
  const predicate = isTold(at, name) ? null : `is passed to ${code(name)}`;
  return { kind: "end", end: "outside", name, predicate, link: null };
}

/** Whether the story has come into the function, which is inlined. */
function isTold({ entered }: CallStep, name: string): boolean {
  return [...entered].some((text) => qualifiedCallee(null, text, true) === name);
}

/** What code outside of its package calls to get to a function: the function, or one in whose place the call stands. */
function nameFromOutside(
  build: BuildRecords,
  { importPath }: Caller,
  { step, called }: CallStep,
  text: string,
  own: string,
): string {
  const name = called ?? exportedName(text, () => inlinedTexts(build, importPath, step));
  return name === text ? own : qualifiedCallee(null, name, true);
}

function knownCall(build: BuildRecords, here: Caller, at: CallStep, call: Call, callee: ProgramFunction): CallEntry {
  const shown = code(
    callee.importPath === here.importPath ? callee.name : distinctName(callee.importPath, callee.name, here.importPath),
  );
  const [index = -1, ...others] = indexesIn(build, at, call);
  const names = parameterNames(build.go, callee);
  if (at.ends) {
    const parameter = parameterOf(callee, call, index, "heap", names);
    const open = [parameter, ...others.map((each) => parameterOf(callee, call, each, "heap", names))];
    const possible = [...new Set(open.map((each) => each?.name))].filter((name) => name !== undefined);
    if (possible.length > 1) {
      const predicate = `is passed to ${shown} as ${possible.map(code).join(" or ")}`;
      const name = qualifiedName(callee.importPath, callee.name);
      return { kind: "end", end: "unknown", name, predicate, link: linkTo(callee, null, null) };
    }
    const link = linkTo(callee, parameter, null);
    const predicate = `is passed to ${shown}${parameter === null ? "" : ` as ${code(parameter.name)}`}`;
    const name = qualifiedName(callee.importPath, callee.name);
    if (callee.bodyless) return { kind: "end", end: "no-body", name, predicate, link };
    const moved = parameter === null ? movedParameter(build, callee, names?.[index]) : null;
    if (moved !== null) {
      const as = `is passed to ${shown} as ${code(moved.expression)}, which is moved to the heap`;
      return { kind: "moved", record: moved, predicate: as, link: { ...link, parameter: moved.expression } };
    }
    const leak = parameter === null ? null : build.library.leak(callee, parameter, call.callee);
    if (leak === null || leak.flow.length === 0) return { kind: "end", end: "unknown", name, predicate, link };
    return { kind: "leak", leak, predicate, link };
  }
  // Functions that call each other are explained together: the flow goes on in the callee as its parameter.
  const own = callee.importPath === here.importPath && at.to !== null ? parameterNamed(callee, at.to, names) : null;
  if (own !== null) {
    return {
      kind: "inside",
      function: callee.name,
      predicate: `is passed to ${shown} as ${code(own)}`,
      link: { ...linkTo(callee, null, null), parameter: own },
    };
  }
  const parameter = parameterOf(callee, call, index, "result", names);
  const level = parameter?.level ?? 0;
  return {
    kind: "on",
    predicate: `is passed to ${shown}, which returns ${parameter === null || level === 0 ? "it" : "what it points to"}`,
    link: linkTo(callee, parameter, parameter?.result ?? null),
  };
}

/** A parameter that is itself moved to the heap leaks nothing: what it holds is there with it. */
function movedParameter(
  build: BuildRecords,
  { importPath, name }: ProgramFunction,
  parameter: string | undefined,
): EscapeRecord | null {
  if (parameter === undefined) return null;
  const escapes = build.library.escapes(importPath, name);
  return (
    escapes.find(
      ({ allocation, expression, function: owner }) =>
        allocation === "variable" && expression === parameter && owner === name,
    ) ?? null
  );
}

/**
 * Which argument the value is. Of several that print alike the one that stands where the value comes from, where the
 * source shows that; else it stays open.
 */
function indexesIn({ go }: BuildRecords, { step, value, from, made }: CallStep, call: Call): readonly number[] {
  const first = argumentOf(call, value, from);
  const alike = likeArgument(call, first);
  if (alike.length < 2) return [first];
  const found = writtenIndex(go, step, made, call);
  return alike.includes(found) ? [found] : alike;
}

/** Which argument stands at a place in the source; -1 where that is not shown. */
function writtenIndex(go: LookIntoGo, step: Step, made: Place, call: Call): number {
  const { file, line, column } = made;
  if (file !== step.file || line === null || column === null) return -1;
  const written = lookAt(go, step, (source, at) => source.argumentAt(at, { line, column }));
  if (written === null) return -1;
  // A method expression has the receiver as its first argument, which the source has before the dot.
  return call.callee.startsWith("(*") && !written.callee.startsWith("(*") ? written.index + 1 : written.index;
}

function parameterNamed({ parameters }: ProgramFunction, name: string, names: readonly string[] | null): string | null {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return null;
  if (names !== null) return names.includes(name) ? name : null;
  return parameters.some((each) => each.name === name) ? name : null;
}

function linkTo(callee: ProgramFunction, parameter: Parameter | null, result: string | null): NamedLink {
  const { file = null, line = null, column = null } = callee.place ?? {};
  return {
    kind: "function",
    package: callee.importPath,
    name: qualifiedName(callee.importPath, callee.name),
    parameter: parameter?.name ?? null,
    inlined: false,
    result,
    level: result === null ? null : (parameter?.level ?? null),
    file,
    line,
    column,
  };
}

function builtin(name: string, call: Call, ends: boolean, isFirst: boolean): CallEntry {
  if (name === "panic")
    return { kind: "end", end: "panic", name: null, predicate: "is the argument of `panic`", link: null };
  const target = call.arguments[0] ?? "";
  const predicate =
    name === "append"
      ? isFirst
        ? "is the slice that `append` adds to"
        : `is appended to ${code(target)}`
      : name === "copy"
        ? `is copied to ${code(target)}`
        : `goes through ${code(name)}`;
  if (!ends) return { kind: "on", predicate, link: null };
  return {
    kind: "end",
    end: name === "append" ? "append" : name === "copy" ? "element" : "unknown",
    name: null,
    predicate,
    link: null,
  };
}

/** Whether `append` adds to the value: only that goes on in its result, elements go into the array. */
function isExtended(call: Call, { value, from, ends }: CallStep): boolean {
  const index = argumentOf(call, value, from);
  return index === 0 || (index < 0 && !ends);
}

function unknownCall(ends: boolean, name: string | null, predicate: string): CallEntry {
  return ends ? { kind: "end", end: "func-value", name, predicate, link: null } : { kind: "on", predicate, link: null };
}

function dynamicText(call: Call, value: string, written: string): string {
  if (argumentIndex(call, value) < 0 && call.callee.startsWith(`${value}.`))
    return `is what ${code(written)} is called on`;
  return `is passed to ${code(written)}`;
}
