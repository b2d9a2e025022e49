import type { Step, UnclassifiedEscape } from "../records/record.js";
import type { Allocation } from "../records/vocabulary.js";
import type { BuildFacts, LocalFacts } from "./callee.js";
import { allocationOf, operandsOf } from "./expression.js";
import { namesOf } from "./known-names.js";

const MAP_LITERALS = new Set(["map literal value", "map literal key"]);

/** What a batch tells about its expressions, where their own text does not. */
export interface Evidence {
  /** By which steps something flows into a storage; `no step` where the compiler prints none. */
  readonly inflow: (storage: string) => ReadonlySet<string> | undefined;
  /** Places and storages of values that are boxed as they are: what is allocated there comes twice. */
  readonly boxed: ReadonlySet<string>;
  /** Literals of maps, by what is put into them. */
  readonly maps: ReadonlySet<string>;
}

export function evidenceOf(escapes: readonly UnclassifiedEscape[]): Evidence {
  let boxed = NOTHING;
  let maps = NOTHING;
  for (const { flow } of escapes) {
    for (const { to, from, steps } of flow) {
      // Only what is needed is looked at: expressions and places of steps are read when they are asked for.
      for (const step of steps) if (MAP_LITERALS.has(step.reason)) maps = withText(maps, step.expression);
      if (to === from && isStorage(to)) for (const step of steps) boxed = withText(boxed, `${placeOf(step)} ${to}`);
    }
  }
  // Few expressions leave open what they are, so most batches never ask.
  let reasons: Map<string, Set<string>> | null = null;
  const inflow = (storage: string) => {
    reasons ??= inflowOf(escapes);
    return reasons.get(storage);
  };
  return { inflow, boxed, maps };
}

const NOTHING: ReadonlySet<string> = new Set();

/** Most batches have none of these, so that a set is made for the first. */
function withText(texts: ReadonlySet<string>, text: string): ReadonlySet<string> {
  if (texts === NOTHING) return new Set([text]);
  (texts as Set<string>).add(text);
  return texts;
}

function inflowOf(escapes: readonly UnclassifiedEscape[]): Map<string, Set<string>> {
  const inflow = new Map<string, Set<string>>();
  for (const { flow } of escapes) {
    for (const { to, steps } of flow) {
      if (!isStorage(to)) continue;
      let known = inflow.get(to);
      if (known === undefined) {
        known = new Set();
        inflow.set(to, known);
      }
      if (steps.length === 0) known.add("no step");
      for (const { reason } of steps) known.add(reason);
    }
  }
  return inflow;
}

function isStorage(place: string): boolean {
  return place.startsWith("{storage for ");
}

function placeOf({ file, line, column }: UnclassifiedEscape | Step): string {
  return `${file}:${line}:${column}`;
}

export function isMoved(escape: UnclassifiedEscape): boolean {
  return escape.message.startsWith("moved to heap: ");
}

/** What is allocated, and why that is not certain. */
export interface Made {
  readonly allocation: Allocation;
  readonly guess: string | null;
}

/** What the escape allocates. */
export function allocationWith(
  escape: UnclassifiedEscape,
  evidence: Evidence,
  local: LocalFacts,
  build: BuildFacts,
): Made {
  const { expression, flow } = escape;
  const first = flow[0];
  const certain = (allocation: Allocation): Made => ({ allocation, guess: null });
  // An explanation without a decision names a variable as it is, and everything else as a storage.
  if (isMoved(escape) || (first !== undefined && first.from === expression)) return certain("variable");
  const storage = `{storage for ${expression}}`;
  // `any(a + b)` is two allocations, of which one flows into the other: the box stands where the other is converted.
  const isBoxed = evidence.boxed.size > 0 && evidence.boxed.has(`${placeOf(escape)} ${storage}`);
  if (isBoxed && first?.to !== storage) return certain("boxed-value");
  const kind = allocationOf(expression);
  // `append(b, 1) escapes to heap` is its boxed result; the growth is not reported, or since Go 1.25 as `append`.
  if (kind === "append" && /^append\(.* escapes to heap$/s.test(escape.message)) return certain("boxed-value");
  if (kind !== "selector" && kind !== "composite" && kind !== "sum") return certain(kind);
  const inflow = evidence.inflow(storage);
  // A variadic function takes values of interface types more often than others.
  const next = first?.steps[1];
  const isPrinted = next?.reason === "slice-literal-element" && next.expression === "... argument";
  switch (kind) {
    case "selector":
      // A method value keeps its receiver, which flows in without a step; a field that holds pointers is converted.
      if (inflow?.has("no step") === true) return certain("method-value");
      if (inflow?.has("interface-converted") === true || isPrinted || !isMethod(expression, local, build)) {
        return certain("boxed-value");
      }
      return { allocation: "method-value", guess: `${expression} is taken for a method value: it could be a field` };
    case "composite":
      if (isBoxed || inflow?.has("slice-literal-element") === true) return certain("slice-literal");
      // Of what is put into an interface, only maps are pointers already.
      if (evidence.maps.has(expression) || next?.reason === "interface-converted") return certain("map-literal");
      return certain("boxed-value");
    case "sum": {
      const operands = operandsOf(expression);
      if (isBoxed || operands === "strings" || next?.reason === "interface-converted") {
        return certain("string-concatenation");
      }
      if (operands === "numbers" || isPrinted) return certain("boxed-value");
      return {
        allocation: "string-concatenation",
        guess: `${expression} is taken for a concatenation: it could be a number`,
      };
    }
  }
}

/** Whether the selector's last name is a method of any type that the package's lines name. */
function isMethod(expression: string, local: LocalFacts, build: BuildFacts): boolean {
  const names = expression.split(".");
  if (names.length === 2 && build.isPackage(names[0] ?? "", local.importPath) === true) return false;
  return namesOf(local).methods.has(names.at(-1) ?? "");
}
