import { withoutTypeArguments } from "../causes/expression.js";
import type { FunctionFacts, Functions } from "./functions.js";

const METHOD_OF_POINTER = /^\(\*(?:"([^"]+)"|([\p{L}_][\p{L}\p{N}_]*))\.([\p{L}_].*?)\)\.(.+)$/u;
const QUALIFIED = /^(?:"([^"]+)"|([\p{L}_][\p{L}\p{N}_]*))\.(.+)$/u;

/**
 * The functions that a printed callee can stand for. The compiler prints `F`, `pkg.F`, `(*T).m`, `(*pkg.T).m`, `T.m` and
 * `pkg.T.m`; so `x.y` can be a method of the package's own type or a function of another package. Instances of another
 * package's generic function are declared where they are used, some of their lines with that package's name.
 */
export function resolveCallee(callee: string, importer: string, functions: Functions): FunctionFacts[] {
  const plain = withoutTypeArguments(callee);
  const found = new Set<FunctionFacts>();
  const add = (facts: FunctionFacts | undefined) => {
    if (facts !== undefined) found.add(facts);
  };
  add(functions.get(importer, plain));
  const [qualifier, name] = qualified(plain);
  if (qualifier !== null) {
    add(functions.get(importer, `${qualifier}.${name}`));
    if (plain !== callee) add(functions.get(importer, name));
    if (qualifier.includes("/")) add(functions.get(qualifier, name));
    else for (const importPath of functions.packagesNamed(qualifier)) add(functions.get(importPath, name));
  }
  return [...found];
}

/** The name or import path of the package at the front, and the rest as it is declared there. */
function qualified(callee: string): [string | null, string] {
  const pointer = METHOD_OF_POINTER.exec(callee);
  if (pointer !== null) {
    const [, path, name, type = "", method = ""] = pointer;
    return [path ?? name ?? null, `(*${type}).${method}`];
  }
  const [, path, name, rest = ""] = QUALIFIED.exec(callee) ?? [];
  return [path ?? name ?? null, rest];
}
