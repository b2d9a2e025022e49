import { withoutTypeArguments } from "../causes/expression.js";

/** A function, as the text that calls it can be read. */
export interface Reading {
  /** The name or, where the compiler had to quote it, the import path of its package; null for the caller's own. */
  readonly qualifier: string | null;
  /** Its name inside that package, without type arguments: `F`, `T.m`, `(*T).m`, `F.func1`. */
  readonly name: string;
}

const METHOD_OF_POINTER = /^\(\*(?:(?:"([^"]+)"|([\p{L}_][\p{L}\p{N}_]*))\.)?([\p{L}_][\p{L}\p{N}_·]*)\)\.(.+)$/u;
const QUALIFIED = /^(?:"([^"]+)"|([\p{L}_][\p{L}\p{N}_]*))\.(.+)$/u;

/**
 * How a printed callee can be read, likeliest first. The compiler prints functions as `F`, `pkg.F`, `(*T).m`,
 * `(*pkg.T).m`, `T.m` and `pkg.T.m`, in remarks about inlining also as `pkg.(*T).m`. So `x.y` can be a method of a local
 * type or a function of a package.
 */
export function readingsOf(callee: string): readonly Reading[] {
  const plain = withoutTypeArguments(callee);
  const pointer = METHOD_OF_POINTER.exec(plain);
  if (pointer !== null) {
    const [, path, name, type = "", method = ""] = pointer;
    return [{ qualifier: path ?? name ?? null, name: `(*${type}).${method}` }];
  }
  const own: Reading = { qualifier: null, name: plain };
  const qualified = QUALIFIED.exec(plain);
  if (qualified === null) return [own];
  const [, path, name, rest = ""] = qualified;
  const foreign: Reading = { qualifier: path ?? name ?? null, name: rest };
  return path === undefined ? [own, foreign] : [foreign];
}

/**
 * The name of a function that a package declares, without type arguments. Instances of another package's generic
 * functions are named with that package in some lines (`atomic.(*Pointer[…]).Load`) and without it in others.
 */
export function declaredName(name: string): string {
  if (!name.includes("[")) return name;
  const plain = withoutTypeArguments(name);
  const generic = name.slice(0, name.indexOf("["));
  const method = /^[\p{L}_][\p{L}\p{N}_]*\.(\(\*.*)$/u.exec(plain);
  if (method?.[1] !== undefined) return method[1];
  const dot = generic.indexOf(".");
  // `slices.Sort[…]` is a function of another package; in `stack[…].push` the brackets stand before the dot.
  return dot > 0 && !generic.startsWith("(") && !isClosure(generic) ? plain.slice(dot + 1) : plain;
}

/** `F.func1`, `F.gowrap2`, `F-range1`: a function literal, or a wrapper that the compiler made, inside another. */
export function isClosure(name: string): boolean {
  return /(?:\.|-)(?:func|gowrap|deferwrap|range)\d+(?:\.\d+)*$/.test(name);
}

/** The function that a closure stands in: `F` for `F.func1.2` and `F-range1`; other functions are their own. */
export function outermostFunction(name: string): string {
  return name.replace(/(?:[.·-](?:func|gowrap|deferwrap|dwrap·|range)?\d+)+$/, "") || name;
}

/** The last element of an import path that is no version: mostly the package's name. */
export function packageNameOf(importPath: string): string {
  let name = packageNames.get(importPath);
  if (name === undefined) {
    const parts = importPath.split("/");
    let last = parts.at(-1) ?? importPath;
    if (/^v\d+$/.test(last) && parts.length > 1) last = parts.at(-2) ?? last;
    name = last.replace(/\.v\d+$/, "").replace(/^go-|-go$/, "");
    packageNames.set(importPath, name);
  }
  return name;
}

/** Takes what go list calls a package, which need not be an element of its path. */
export function knowPackageName(importPath: string, name: string): void {
  packageNames.set(importPath, name);
  listed.add(importPath);
}

const listed = new Set<string>();

/** A program has few packages, and their names are asked for a million times. */
const packageNames = new Map<string, string>();

/** `methods.(*registry).add`: a function with its package's name, as people write it. */
export function qualifiedName(importPath: string | null, name: string): string {
  const plain = name.includes("[") ? withoutTypeArguments(name) : name;
  return importPath === null ? plain : `${packageNameOf(importPath)}.${plain}`;
}

/** `kingpin.(*Flag).Set` of `github.com/alecthomas/kingpin/v2.(*Flag).Set`, as the linker names functions. */
export function linkedName(symbol: string): string {
  const plain = withoutTypeArguments(symbol);
  const start = plain.lastIndexOf("/", /[([]/.exec(plain)?.index) + 1;
  const dot = plain.indexOf(".", start);
  if (dot < 0) return plain;
  // A dot can belong to the path's last element: `example.com/mqtt.golang.NewClient`.
  for (let at = plain.indexOf(".", dot + 1); at > 0; at = plain.indexOf(".", at + 1)) {
    const path = plain.slice(0, at);
    if (listed.has(path)) return qualifiedName(path, plain.slice(at + 1));
  }
  // Or it is written as %2e.
  return qualifiedName(plain.slice(0, dot).replaceAll("%2e", "."), plain.slice(dot + 1));
}

/** The same, with the whole import path where the package that it is told in has the same name. */
export function distinctName(importPath: string, name: string, importer: string | null): string {
  const isAlike = importer !== null && importer !== importPath && packageNameOf(importer) === packageNameOf(importPath);
  return isAlike ? `${importPath}.${withoutTypeArguments(name)}` : qualifiedName(importPath, name);
}

/**
 * What people call a function: as the compiler names it, without type arguments, with its package's name, its import path
 * or the end of that, by its method's name alone, and, for a closure, all that of the function around it.
 */
export function namesOfFunction(importPath: string | null, name: string): string[] {
  const plain = withoutTypeArguments(name);
  const found = new Set<string>([name]);
  for (const each of [name, plain, outermostFunction(plain)]) {
    const [, type, method] = /^\(\*(.+)\)\.(.+)$/.exec(each) ?? [];
    const forms = [each, ...(type === undefined ? [] : [`${type}.${method}`])];
    for (const form of forms) {
      found.add(form);
      if (importPath === null) continue;
      found.add(`${packageNameOf(importPath)}.${form}`);
      // As from the module's path on, and as any part of a path that is copied.
      for (let at = 0; at >= 0; at = importPath.indexOf("/", at + 1)) {
        found.add(`${importPath.slice(at === 0 ? 0 : at + 1)}.${form}`);
      }
    }
    if (method !== undefined) found.add(method);
  }
  return [...found];
}

/** A printed callee as people write it: `pkg.(*T).m` for `(*pkg.T).m`; with the caller's package where it names none. */
export function qualifiedCallee(importPath: string | null, callee: string, isQualified: boolean): string {
  const plain = withoutTypeArguments(callee);
  const [, qualifier] = /^\(\*((?:"[^"]+"|[\p{L}_][\p{L}\p{N}_]*)\.)/u.exec(plain) ?? [];
  if (qualifier !== undefined) return `${qualifier}(*${plain.slice(qualifier.length + 2)}`;
  return isQualified ? plain : qualifiedName(importPath, plain);
}
