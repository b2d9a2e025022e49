/**
 * Text of the compiler without what changes from one release or build to the next. Two texts that are equal after this
 * say the same thing.
 */

/** What a text must hold for {@link plainText} to change it. */
const SUSPECT = /~|interface \{\}|\.autotmp_|go\.shape\.|\.(?:func|gowrap|deferwrap)\d|-range\d|glob\.\.|#/;

/**
 * An expression, place or callee with one wording for all releases: `any` for `interface {}`, `~r` for results without
 * a name whatever their number (`~r0`, `~R0`, `~b1`), closures without their numbers, shapes without theirs.
 */
export function plainText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text
    .replaceAll("interface {}", "any")
    .replace(/~[rRbB]\d+/g, "~r")
    .replace(/\.autotmp_\d+/g, ".autotmp")
    .replace(/_\d+(?=[\],])/g, (number, at: number) => (/\[.*go\.shape\./s.test(text.slice(0, at)) ? "" : number))
    .replaceAll("glob..", "init.") // Go < 1.21: a closure of a package-level variable
    .replace(CLOSURE_NUMBERS, withoutDigits)
    .replace(/#([a-z]+)\d+/g, "#$1"); // #next1, #state2: variables of range-over-func
}

/** `F.func1.2`, `F.gowrap1`, `F-range1`. Closures are numbered in the order in which they stand in the function. */
const CLOSURE_NUMBERS = /(?:\.(?:func|gowrap|deferwrap)|-range)\d+(?:\.\d+)*/g;

function withoutDigits(text: string): string {
  return text.replace(/\d+/g, "#");
}

/** Strings and runes as they stand, or a name; a name behind a dot is a field or method. */
const WORD = /"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.[^']*)'|(\.?)([\p{L}_~][\p{L}\p{N}_~]*)/gu;

/**
 * Texts with their names replaced by numbers in the order of their first use. Two lists are equal after this when one
 * becomes the other by renaming variables, receivers or types.
 */
export function withoutNames(texts: readonly string[]): string[] {
  const numbers = new Map<string, number>();
  return texts.map((text) =>
    text.replace(WORD, (whole, dot: string | undefined, name: string | undefined) => {
      if (name === undefined || dot === ".") return whole;
      let number = numbers.get(name);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(name, number);
      }
      return `$${number}`;
    }),
  );
}

/** The last element of a path with slashes. Inside a package it names a file. */
export function baseName(path: string | null): string {
  return path === null ? "" : path.slice(path.lastIndexOf("/") + 1);
}
