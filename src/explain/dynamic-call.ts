import { declaredName } from "../callees/function-names.js";
import type { EscapeRecord, LeakRecord, Step } from "../records/record.js";
import type { BuildRecords } from "./build-knowledge.js";
import { declaredAs } from "./interface-methods.js";
import { samePlace } from "./package-records.js";
import { parameterNames } from "./source-text.js";

/** A call that is decided at run time. */
interface DynamicCall {
  readonly step: Step;
  /** The value that flows into it. */
  readonly value: string;
}

/**
 * Whether `x.f` is an interface method or a field with a func value, which print alike. The receiver of an interface
 * call flows into the call, that of a func value does not.
 */
export function dynamicKind(
  build: BuildRecords,
  here: { readonly importPath: string | null; readonly function: string | null },
  { step, value }: DynamicCall,
  callee: string,
): "interface-call" | "func-value" {
  const dot = callee.lastIndexOf(".");
  // An element of a slice or a map is no method: `f.Filters[f.Index - 1]`.
  if (dot < 0 || callee.endsWith("]")) return "func-value";
  const receiver = callee.slice(0, dot);
  if (value === receiver) return "interface-call";
  const owner = declaredName(here.function ?? "");
  const leaks = build.library.leaks(here.importPath, owner);
  const escapes = build.library.escapes(here.importPath, here.function);
  if ([...leaks, ...escapes].some((record) => flowsIn(record, step, receiver))) return "interface-call";
  const declared = declaredAs(build, here.importPath, callee.slice(dot + 1));
  if (declared !== null) return declared;
  const found = here.importPath === null ? null : build.program.find(here.importPath, owner);
  const names = found === null ? null : parameterNames(build.go, found);
  const root = receiver.split(".")[0] ?? receiver;
  // A parameter that does not leak cannot be what an interface method is called on. One that does is explained by one
  // way alone, which need not be this one.
  const isParameter = names?.includes(root) ?? false;
  if (isParameter && !leaks.some((leak) => leak.parameter === root && leak.to === "heap")) return "func-value";
  const method = callee.slice(dot + 1);
  return /^\p{Lu}/u.test(method) || hasMethod(build, here.importPath, method) ? "interface-call" : "func-value";
}

function flowsIn(record: EscapeRecord | LeakRecord, at: Step, receiver: string): boolean {
  return record.flow.some(({ from, steps }) =>
    steps.some(
      (step, i) =>
        step.reason === "call parameter" &&
        samePlace(step, at) &&
        (i === 0 ? from : steps[i - 1]?.expression) === receiver,
    ),
  );
}

function hasMethod(build: BuildRecords, importPath: string | null, method: string): boolean {
  for (const name of build.program.functionsOf(importPath ?? "")) if (name.endsWith(`.${method}`)) return true;
  return false;
}
