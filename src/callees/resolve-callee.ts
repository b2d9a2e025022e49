import { readingsOf } from "./function-names.js";
import type { Imports } from "./imports.js";
import type { Program, ProgramFunction } from "./program.js";

/** What a printed callee turned out to be. */
export type Callee =
  | { readonly kind: "function"; readonly function: ProgramFunction }
  /** A known function of a package that the build does not cover. */
  | {
      readonly kind: "outside";
      readonly importPath: string | null;
      readonly packageName: string;
      readonly name: string;
    }
  /** An interface method or a func value: which function runs is decided at run time. */
  | { readonly kind: "dynamic" }
  | { readonly kind: "builtin"; readonly name: string };

const BUILTINS: ReadonlySet<string> = new Set(
  "append cap clear close complex copy delete imag len make max min new panic print println real recover".split(" "),
);

/** Finds the function that a callee, as printed in the package, names. */
export function resolveCallee(text: string, importer: string | null, program: Program, imports: Imports): Callee {
  if (BUILTINS.has(text)) return { kind: "builtin", name: text };
  const readings = readingsOf(text);
  let outside: Callee | null = null;
  for (const { qualifier, name } of readings) {
    if (qualifier === null) {
      const own = importer === null ? null : program.find(importer, name);
      if (own !== null) return { kind: "function", function: own };
      continue;
    }
    const paths = imports.find(qualifier, importer);
    const found = paths.flatMap((path) => program.find(path, name) ?? []);
    // A file can import packages of one name, which are printed alike: what is asked about is a call that keeps something.
    const keeps =
      imports.imports(qualifier, importer) === true && found.find(({ parameters }) => parameters.length > 0);
    const likely = keeps || found[0];
    if (likely !== undefined) return { kind: "function", function: likely };
    // Instances of another package's generic function are compiled where they are used.
    const instance = importer === null || !text.includes("[") ? null : program.find(importer, name);
    if (instance !== null) return { kind: "function", function: instance };
    const covered = paths.some((path) => program.has(path));
    if (isFunctionText(text, name) && (covered ? isMethod(text) : imports.isPackage(qualifier, importer))) {
      const [importPath = null] = paths;
      outside ??= { kind: "outside", importPath, packageName: qualifier, name };
    }
  }
  return outside ?? { kind: "dynamic" };
}

function isMethod(text: string): boolean {
  return text.startsWith("(*");
}

/** `pkg.F`, `(*pkg.T).m` and `pkg.T.m` can be functions; `pkg.v.w.m` and `pkg.v.m` are calls of what a variable holds. */
function isFunctionText(text: string, name: string): boolean {
  if (isMethod(text) || text.includes("[go.shape.")) return true;
  const parts = name.split(".");
  return parts.length === 1 || (parts.length === 2 && /^\p{Lu}/u.test(parts[0] ?? ""));
}
