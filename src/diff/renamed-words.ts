import type { FunctionFacts } from "./functions.js";
import { packageNameOf } from "./stable-names.js";

/** A string or rune as it stands, or a name that no dot comes before, with the one behind its dot. */
const NAME =
  /"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.[^']*)'|(?<![\p{L}\p{N}_.])([\p{L}_][\p{L}\p{N}_]*)(?:\.([\p{L}_][\p{L}\p{N}_]*))?/gu;

/** `(*T).m` or `T.m`. */
const METHOD = /^(?:\(\*([\p{L}_][\p{L}\p{N}_]*)\)|([\p{L}_][\p{L}\p{N}_]*))\.([\p{L}_][\p{L}\p{N}_]*)$/u;

/** Rewrites texts of the older side with the names of the newer one: of packages, and of their functions and types. */
export class RenamedWords {
  /** By old import path: old names to new ones. */
  private readonly words = new Map<string, Map<string, string>>();
  /** By old package name: its new name, and the names declared in it. */
  private readonly qualifiers = new Map<string, { readonly name: string; readonly words: Map<string, string> }>();

  constructor(packages: ReadonlyMap<string, string>, functions: Iterable<readonly [FunctionFacts, FunctionFacts]>) {
    for (const [old, now] of functions) {
      const [from, to] = [METHOD.exec(old.name), METHOD.exec(now.name)];
      if (from === null && to === null) this.add(old.package, old.name, now.name);
      else if (from !== null && to !== null && from[3] === to[3]) this.add(old.package, typeOf(from), typeOf(to));
    }
    for (const [old, now] of packages) this.addPackage(old, packageNameOf(now));
    for (const old of this.words.keys()) if (!packages.has(old)) this.addPackage(old, packageNameOf(old));
  }

  /** A text that was printed inside the package. */
  rewrite(text: string, importPath: string): string {
    const own = this.words.get(importPath);
    if (!this.mayChange(text, own)) return text;
    return text.replace(NAME, (whole, first: string | undefined, second: string | undefined) => {
      if (first === undefined) return whole;
      const qualifier = second === undefined ? undefined : this.qualifiers.get(first);
      if (qualifier !== undefined && second !== undefined) {
        return `${qualifier.name}.${qualifier.words.get(second) ?? second}`;
      }
      const name = own?.get(first) ?? first;
      return second === undefined ? name : `${name}.${second}`;
    });
  }

  /** Whether one of the old names stands in the text, if only as a part of a word. */
  private mayChange(text: string, own: ReadonlyMap<string, string> = new Map()): boolean {
    for (const name of own.keys()) if (text.includes(name)) return true;
    for (const name of this.qualifiers.keys()) if (text.includes(`${name}.`)) return true;
    return false;
  }

  private add(importPath: string, from: string, to: string): void {
    if (from === to) return;
    const words = this.words.get(importPath);
    if (words === undefined) this.words.set(importPath, new Map([[from, to]]));
    else if (!words.has(from)) words.set(from, to);
  }

  private addPackage(old: string, name: string): void {
    const words = this.words.get(old) ?? new Map<string, string>();
    if (words.size > 0 || packageNameOf(old) !== name) this.qualifiers.set(packageNameOf(old), { name, words });
  }
}

function typeOf(method: RegExpExecArray): string {
  return method[1] ?? method[2] ?? "";
}
