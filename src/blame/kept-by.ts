import { outermostFunction, packageNameOf, qualifiedName } from "../callees/function-names.js";
import { readable } from "../callees/phrases.js";
import type { Callee } from "../callees/resolve-callee.js";
import type { StoryEndKind } from "../records/story.js";
import type { FlowEnd } from "./flow-end.js";

/** What keeps a value in the end. */
export interface Keeper {
  readonly kind: StoryEndKind;
  /** As people would say it: `variable store.kept`, `field r.last in methods.(*registry).add`, `fmt.Fprintf`. */
  readonly name: string;
}

/** A function in whose code something stands; package-level variables are set in functions that nobody wrote. */
export function ownerText(importPath: string | null, name: string | null): string {
  const outer = outermostFunction(name ?? "");
  if (/^(?:init|map\.init|glob\.?)?$/.test(outer)) return `package ${packageNameOf(importPath ?? "main")}`;
  return qualifiedName(importPath, outer);
}

/** The keeper where a flow ends in something other than a call. */
export function endKeeper(
  { end, name, step }: Extract<FlowEnd, { kind: "end" }>,
  importPath: string | null,
  owner: string,
): Keeper {
  const what = name === null ? "" : `${readable(name)} `;
  switch (end) {
    case "global":
      return { kind: end, name: `variable ${globalName(name ?? "", importPath)}` };
    case "field":
      return { kind: end, name: `field ${what}in ${owner}` };
    case "element":
      return { kind: end, name: `${name === null ? elementText(step?.reason) : `element ${what}`}in ${owner}` };
    case "pointer":
      return { kind: end, name: `${what}in ${owner}` };
    case "append":
      return { kind: end, name: `append in ${owner}` };
    case "send":
      return { kind: end, name: `send on ${name === null ? "a channel " : what}in ${owner}` };
    case "result":
      return { kind: end, name: `result of ${owner}` };
    case "go":
    case "defer":
      return { kind: end, name: `go or defer statement in ${owner}` };
    case "longer":
      return { kind: end, name: `variable ${what}in ${owner}` };
    case "unsafe":
      return { kind: end, name: `unsafe code in ${owner}` };
    default:
      return { kind: end, name: owner };
  }
}

function elementText(reason: string | undefined): string {
  return reason === "copied slice" ? "copy " : "map ";
}

/** `kept` set in package store: `store.kept`. */
export function globalName(name: string, importPath: string | null): string {
  return name.includes(".") || importPath === null ? name : `${packageNameOf(importPath)}.${name}`;
}

/** The keeper where a flow ends in a call that is not followed, of what is printed as `text`. `isMethod`: whether the package has one of that name. */
export function calleeKeeper(
  callee: Callee,
  text: string | null,
  value: string,
  owner: string,
  isMethod: (name: string) => boolean,
): Keeper {
  switch (callee.kind) {
    case "function": {
      const { importPath, name, bodyless } = callee.function;
      return { kind: bodyless ? "no-body" : "unknown", name: qualifiedName(importPath, name) };
    }
    case "outside":
      return { kind: "outside", name: `${callee.packageName}.${callee.name}` };
    case "builtin": {
      if (callee.name === "panic") return { kind: "panic", name: `panic in ${owner}` };
      return { kind: callee.name === "append" ? "append" : "element", name: `${callee.name} in ${owner}` };
    }
    case "dynamic":
      return { kind: dynamicKind(text, value, isMethod), name: `${dynamicName(text)} in ${owner}` };
  }
}

/** What a call that is decided at run time calls. What another call returned has no name: `valueEncoder(v)(e)`. */
export function dynamicName(callee: string | null): string {
  return callee === null || /^(?:\.autotmp_\d+|~[rb]\d+)$/.test(callee) ? "a func value" : readable(callee);
}

/** `x.f(y)` can call an interface method or a func value in a field; the receiver flows into the first alone. */
function dynamicKind(text: string | null, value: string, isMethod: (name: string) => boolean): StoryEndKind {
  const dot = text?.lastIndexOf(".") ?? -1;
  if (text === null || dot < 0 || text.endsWith("]")) return "func-value";
  const method = text.slice(dot + 1);
  const isInterface = value === text.slice(0, dot) || /^\p{Lu}/u.test(method) || isMethod(method);
  return isInterface ? "interface-call" : "func-value";
}
