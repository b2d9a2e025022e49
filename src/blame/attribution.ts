import { qualifiedName } from "../callees/function-names.js";
import type { Imports } from "../callees/imports.js";
import { readable } from "../callees/phrases.js";
import { readCall } from "../callees/printed-call.js";
import type { Parameter, Place } from "../callees/program.js";
import type { Culprit, CulpritKind, Outermost } from "../records/blame.js";
import type { Seed } from "./escape-groups.js";
import { dynamicName, type Keeper, ownerText } from "./kept-by.js";
import type { CallTarget, Chains, Leak } from "./leak-chains.js";
import { endCulprit } from "./storage-culprit.js";

/** What the escapes of a seed come from. */
export interface Attribution {
  /** Equal for equal culprits. */
  readonly key: string;
  readonly culprit: Pick<Culprit, "kind" | "name" | "parameter" | "package" | "from">;
  /** Where it is declared, or stands; null when the places where the escapes end have to do. */
  readonly place: Place | null;
  readonly outermost: Outermost;
  /** The name of the package that it stands in, where that is another one than the escapes' and only its name is known. */
  readonly elsewhere: string | null;
}

/** Attributions of parameters, which many seeds share. */
export type KnownParameters = Map<Parameter, Attribution>;

/** Names the culprit of a seed; null where the escapes' own lines are all there is to change. */
export function attribute(
  seed: Seed,
  target: CallTarget | null,
  chains: Chains,
  imports: Imports,
  known: KnownParameters,
): Attribution | null {
  const { importPath, outer } = seed;
  if (outer.closure === null && outer.end.kind === "call" && target !== null)
    return ofCall(seed, target, chains, known);
  const found = endCulprit(outer, importPath, (name) => isPackage(imports, name, importPath));
  if (found === null) return null;
  const { kind, name, place, packageName } = found;
  const keeper = chains.keeper(outer, importPath);
  const owner = packageName === null ? importPath : (imports.find(packageName, importPath)[0] ?? null);
  const made = make({ kind, name, package: owner }, place, keeper, place === null ? "" : placeKey(place));
  return { ...made, elsewhere: owner === null ? packageName : null };
}

function isPackage(imports: Imports, name: string, importPath: string | null): boolean {
  return imports.imports(name, importPath) ?? imports.isPackage(name, importPath);
}

function ofCall(seed: Seed, target: CallTarget, chains: Chains, known: KnownParameters): Attribution | null {
  const { importPath, outer } = seed;
  const { end, function: name } = outer;
  const { text, callee, leak } = target;
  if (end.kind !== "call") return null;
  if (leak !== null) {
    const { own, beyond, keeper } = chains.follow(leak);
    const culprit = own ?? leak;
    let found = known.get(culprit.parameter);
    if (found === undefined) {
      found = ofParameter(culprit, own === null ? null : beyond, keeper);
      known.set(culprit.parameter, found);
    }
    return found;
  }
  const keeper = chains.calleeKeeper(target, end, importPath, name);
  const owner = ownerText(importPath, name);
  switch (callee.kind) {
    case "function": {
      const { importPath: path, name: called, place } = callee.function;
      return make({ kind: "function", name: qualifiedName(path, called), package: path }, place, keeper);
    }
    case "outside": {
      const called = `${callee.packageName}.${callee.name}`;
      // Without go list, one name can be found in several packages; for the reader it is one function.
      return make({ kind: "function", name: called, package: callee.importPath }, null, keeper, called);
    }
    case "builtin": {
      if (callee.name === "panic") return null;
      const to = readCall(end.step.expression)?.arguments[0] ?? "a slice";
      return make(
        { kind: "store", name: `${callee.name} to ${readable(to)} in ${owner}`, package: importPath },
        null,
        keeper,
      );
    }
    case "dynamic":
      return make({ kind: "call", name: `${dynamicName(text)} in ${owner}`, package: importPath }, null, keeper);
  }
}

function ofParameter({ function: owner, parameter }: Leak, beyond: Leak | null, keeper: Keeper): Attribution {
  const { importPath, name } = owner;
  const { file, line, column } = parameter;
  const made = make(
    { kind: "parameter", name: qualifiedName(importPath, name), package: importPath },
    { file, line, column },
    keeper,
    `${parameter.name} ${line}`,
  );
  const through = beyond === null ? null : qualifiedName(beyond.function.importPath, beyond.function.name);
  return { ...made, culprit: { ...made.culprit, parameter: parameter.name }, outermost: { ...keeper, through } };
}

function make(
  culprit: { readonly kind: CulpritKind; readonly name: string; readonly package: string | null },
  place: Place | null,
  keeper: Keeper,
  more = "",
): Attribution {
  const { kind, name, package: importPath } = culprit;
  const key = `${kind} ${importPath} ${name} ${more}`;
  return {
    key,
    culprit: { kind, name, parameter: null, package: importPath, from: null },
    place,
    outermost: { ...keeper, through: null },
    elsewhere: kind === "function" && importPath === null ? (/^[^.]+/.exec(name)?.[0] ?? null) : null,
  };
}

function placeKey({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
