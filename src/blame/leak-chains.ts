import { qualifiedName } from "../callees/function-names.js";
import { isOfParameter } from "../callees/hidden-package.js";
import type { Imports } from "../callees/imports.js";
import { parameterOf } from "../callees/leaking-parameter.js";
import { argumentOf, readCall } from "../callees/printed-call.js";
import type { Parameter, Program, ProgramFunction } from "../callees/program.js";
import { type Callee, resolveCallee } from "../callees/resolve-callee.js";
import type { CalledNames } from "./called-names.js";
import type { CallEnd } from "./flow-end.js";
import { calleeKeeper, endKeeper, type Keeper, ownerText } from "./kept-by.js";
import type { LeakGraph } from "./leak-graph.js";
import type { OuterEnd } from "./outermost-allocation.js";

/** A parameter of a function. */
export interface Leak {
  readonly function: ProgramFunction;
  readonly parameter: Parameter;
}

/** A chain of leaking parameters from one on. */
export interface Chain {
  /** The last parameter of it that belongs to the user's own modules. */
  readonly own: Leak | null;
  /** What that one hands the value to. */
  readonly beyond: Leak | null;
  readonly keeper: Keeper;
}

/** Where a call that ends a flow leads. */
export interface CallTarget {
  /** The callee as it is printed; null when there is none. */
  readonly text: string | null;
  readonly callee: Callee;
  /** The parameter that the value enters as, where its leak is known. */
  readonly leak: Leak | null;
  /** Whether a parameter that is called like a package is what it is called on. */
  readonly isOfParameter?: true;
}

/** Where a flow goes on, or what keeps the value. */
type Next = { readonly leak: Leak } | { readonly keeper: Keeper };

/** Follows leaks through any number of functions; each parameter once. */
export class Chains {
  private readonly known = new Map<Parameter, Chain>();
  /** Callees by importer and text: thousands of calls are of a few functions. */
  private readonly callees = new Map<string, Map<string, Callee>>();

  constructor(
    private readonly program: Program,
    private readonly imports: Imports,
    private readonly graph: LeakGraph,
    private readonly isOwn: (importPath: string) => boolean,
    private readonly called: CalledNames,
  ) {}

  /**
   * Looks up the callee of a call in a function of a package: the function that the code calls, else the one that is
   * printed.
   */
  target(end: CallEnd, importPath: string | null, caller: string | null): CallTarget {
    const printed = readCall(end.step.expression)?.callee ?? null;
    const text = end.callee ?? this.called.nameOf(printed) ?? printed;
    const found = this.targetOf(text, end, importPath, text !== printed);
    // A function that the report has the leak of can be of a package that goes by another name there.
    const isOpen = found.leak === null || end.isDynamic;
    if (isOpen && printed !== null && isOfParameter(this.program, importPath, [caller, ...end.inlined], printed)) {
      return { text: printed, callee: { kind: "dynamic" }, leak: null, isOfParameter: true };
    }
    if (found.leak !== null || text === printed) return found;
    const inner = this.targetOf(printed, end, importPath, false);
    return inner.leak !== null && this.isOwn(inner.leak.function.importPath) ? inner : found;
  }

  private targetOf(text: string | null, end: CallEnd, importPath: string | null, isInlined: boolean): CallTarget {
    if (text === null) return { text, callee: { kind: "dynamic" }, leak: null };
    const callee = this.resolve(text, importPath);
    if (callee.kind !== "function") return { text, callee, leak: null };
    const parameter = leakingParameter(callee.function, end, isInlined);
    return { text, callee, leak: parameter === null ? null : { function: callee.function, parameter } };
  }

  private resolve(text: string, importPath: string | null): Callee {
    const key = importPath ?? "";
    let callees = this.callees.get(key);
    if (callees === undefined) {
      callees = new Map();
      this.callees.set(key, callees);
    }
    let callee = callees.get(text);
    if (callee === undefined) {
      callee = resolveCallee(text, importPath, this.program, this.imports);
      callees.set(text, callee);
    }
    return callee;
  }

  /** What keeps a value in the end whose flow, or that of what it lives in, has this end. */
  keeper(outer: OuterEnd, importPath: string | null): Keeper {
    const next = this.next(outer, importPath);
    return "leak" in next ? this.follow(next.leak).keeper : next.keeper;
  }

  /** The same where the call has been looked up, and leads to no leak that is known. */
  calleeKeeper(
    { text, callee }: CallTarget,
    { value }: CallEnd,
    importPath: string | null,
    name: string | null,
  ): Keeper {
    const owner = ownerText(importPath, name);
    return calleeKeeper(callee, text, value, owner, (method) => this.hasMethod(importPath, method));
  }

  /** Follows a leaking parameter to its end. */
  follow(leak: Leak): Chain {
    const path: Leak[] = [];
    const places = new Map<Parameter, number>();
    let chain: Chain | undefined;
    for (let at = leak; chain === undefined; ) {
      const again = places.get(at.parameter);
      if (again !== undefined) {
        chain = this.circle(path.splice(again));
        break;
      }
      chain = this.known.get(at.parameter);
      if (chain !== undefined) break;
      places.set(at.parameter, path.length);
      path.push(at);
      const next = this.nextOf(at);
      if ("keeper" in next) chain = { own: null, beyond: null, keeper: next.keeper };
      else at = next.leak;
    }
    for (const at of path.reverse()) {
      if (chain.own === null && this.isOwn(at.function.importPath)) {
        const next = this.nextOf(at);
        chain = { ...chain, own: at, beyond: "leak" in next ? next.leak : null };
      }
      this.known.set(at.parameter, chain);
    }
    return chain;
  }

  /** Functions that call each other in a circle: the first by name stands for all, wherever they are entered. */
  private circle(leaks: readonly Leak[]): Chain {
    const names = leaks.map((leak) => ({ leak, name: leakName(leak) })).sort((a, b) => (a.name < b.name ? -1 : 1));
    const own = names.find(({ leak }) => this.isOwn(leak.function.importPath))?.leak ?? null;
    const { importPath = "", name = "" } = names[0]?.leak.function ?? {};
    const chain: Chain = { own, beyond: null, keeper: { kind: "cycle", name: qualifiedName(importPath, name) } };
    for (const { parameter } of leaks) this.known.set(parameter, chain);
    return chain;
  }

  private nextOf({ function: owner, parameter }: Leak): Next {
    const end = this.graph.end(parameter);
    if (end !== null) return this.next(end, owner.importPath);
    const kind = owner.bodyless ? "no-body" : "unknown";
    return { keeper: { kind, name: qualifiedName(owner.importPath, owner.name) } };
  }

  private next({ end, function: name }: OuterEnd, importPath: string | null): Next {
    if (end.kind === "end") return { keeper: endKeeper(end, importPath, ownerText(importPath, name)) };
    const target = this.target(end, importPath, name);
    return target.leak === null ? { keeper: this.calleeKeeper(target, end, importPath, name) } : { leak: target.leak };
  }

  private hasMethod(importPath: string | null, method: string): boolean {
    for (const name of this.program.functionsOf(importPath ?? "")) if (name.endsWith(`.${method}`)) return true;
    return false;
  }
}

/**
 * The parameter to the heap that the value enters a function as. The call is taken apart where several leak. `isInlined`:
 * the call stands in the function's body, where the value has the parameter's name, with that of its package.
 */
function leakingParameter(
  callee: ProgramFunction,
  { step, value, from }: CallEnd,
  isInlined: boolean,
): Parameter | null {
  const fitting = callee.parameters.filter(({ target }) => target === "heap");
  if (fitting.length <= 1) return fitting[0] ?? null;
  if (isInlined) {
    const names = [value, from].map((text) => text.slice(text.lastIndexOf(".") + 1));
    return fitting.find(({ name }) => names.includes(name)) ?? null;
  }
  const call = readCall(step.expression);
  return call === null ? null : parameterOf(callee, call, argumentOf(call, value, from), "heap", null);
}

function leakName({ function: { importPath, name }, parameter }: Leak): string {
  return `${importPath} ${name} ${parameter.name} ${parameter.line}`;
}
