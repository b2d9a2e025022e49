import { enclosingFunctions } from "../causes/enclosing-functions.js";
import { renamesImport } from "../report/function-signature.js";
import type { Program } from "./program.js";

/**
 * Whether a callee that is printed like a package's function is what a parameter holds that has the package's name, in one
 * of the functions that the call can stand in: the receiver of an interface's method leaks. Without the source, the package
 * can go by another name there.
 */
export function isOfParameter(
  program: Program,
  importPath: string | null,
  functions: readonly (string | null)[],
  callee: string,
  source: (file: string) => readonly string[] | null = () => null,
): boolean {
  const [, variable] = QUALIFIED.exec(callee) ?? [];
  if (importPath === null || variable === undefined) return false;
  return functions.some((name) =>
    enclosingFunctions(name).some((each) => {
      const { parameters = [], place = null } = program.find(importPath, each) ?? {};
      if (!parameters.some((parameter) => parameter.name === variable)) return false;
      const lines = place?.file == null ? null : source(place.file);
      return lines === null || !renamesImport(lines, variable);
    }),
  );
}

const QUALIFIED = /^([\p{L}_][\p{L}\p{N}_]*)\.[\p{L}_][\p{L}\p{N}_]*$/u;
