import type { ListedPackage } from "./packages.js";

/** Says which variant of a package go has compiled, for one go command; null for the package itself. */
export type VariantNames = (importPath: string, printed: string | null) => string | null;

/**
 * The variants that a command compiles which builds a single program with its profile, as go list names them; for null,
 * one that builds no program with its own profile: then there are those for tests alone. What go prints is no answer: it
 * comes from the build cache, with the name of whichever program was built first with the same profile, or without any.
 */
export function variantsFor(program: string | null, listed: readonly ListedPackage[]): VariantNames {
  if (program === null) return (_, printed) => (printed?.endsWith(".test") === true ? printed : null);
  const split = new Set(listed.filter(({ variant }) => variant === program).map(({ importPath }) => importPath));
  return (importPath) => (split.has(importPath) ? program : null);
}
