import { withoutTypeArguments } from "../causes/expression.js";
import { plainText } from "./release-wording.js";

/** A function's name, as far as it stays the same when other code is added. */
export interface StableName {
  /** With type arguments, without the numbers of closures and init functions: `Gen[int].func#`. */
  readonly instance: string;
  /** Without type arguments: `Gen.func#`. */
  readonly plain: string;
  /** The declared function that a closure stands in, without type arguments: `Gen`. */
  readonly outer: string;
  /** The same with them: `Gen[int]`. */
  readonly outerInstance: string;
}

/** `F` for `F.func#.#`. Takes a name without closure numbers. */
function outermost(stable: string): string {
  const at = stable.search(/(?:\.(?:func|gowrap|deferwrap)|-range)#/);
  return at <= 0 ? stable : stable.slice(0, at);
}

/**
 * Code outside of functions. Go 1.25 calls it init; for older releases a record names the function before it in the
 * file, or none.
 */
export function isInitialization(plain: string): boolean {
  return plain === "" || plain === "init" || plain.startsWith("init.");
}

/** Reads function names; keeps what it has read, since every function has many records. */
export class NameReader {
  private readonly known = new Map<string | null, StableName>();

  read(name: string | null): StableName {
    let found = this.known.get(name);
    if (found === undefined) {
      const instance = name === null ? "" : plainText(name).replace(/^init\.\d+/, "init.#");
      const plain = instance.includes("[") ? withoutTypeArguments(instance) : instance;
      found = { instance, plain, outer: outermost(plain), outerInstance: outermost(instance) };
      this.known.set(name, found);
    }
    return found;
  }
}

/** The last element of an import path that is no version: mostly the package's name. */
export function packageNameOf(importPath: string): string {
  const parts = importPath.split("/");
  const last = parts.at(-1) ?? importPath;
  return (/^v\d+$/.test(last) && parts.length > 1 ? (parts.at(-2) ?? last) : last).replace(/\.v\d+$/, "");
}
