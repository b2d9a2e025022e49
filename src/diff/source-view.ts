/** The two sides of a comparison. */
export type SideName = "before" | "after";

/** What a comparison can ask of the source of both sides. Every answer is null where that source is not at hand. */
export interface SourceView {
  /** The text of a declared function, from the word `func` to its end. The name as the compiler has it: `F`, `(*T).m`. */
  functionText(side: SideName, file: string, name: string): string | null;
  /** Names of its receiver, where it has one, and of its parameters in order; `_` for one without. */
  parameters(side: SideName, file: string, name: string): readonly string[] | null;
  /** Import paths in a file. */
  imports(side: SideName, file: string): readonly string[] | null;
  /** Versions of the modules that go.mod requires, by module path. */
  requirements(side: SideName): ReadonlyMap<string, string> | null;
}

/** Comments, then texts and runes, which are kept. */
const SKIPPED = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|("(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.[^'\n]*)')/g;

/** Go code without comments and with one blank where there is any: equal for texts that compile to the same. */
export function bareCode(text: string): string {
  return text.replace(SKIPPED, (_, kept: string | undefined) => kept ?? " ").replace(/\s+/g, " ");
}

/** How often a function is called in code, as far as its last name tells. `text`: a declaration, as {@link bareCode} has it. */
export function countCalls(text: string, name: string): number {
  const code = text.replace(/"(?:[^"\\\n]|\\.)*"|`[^`]*`/g, '""');
  const escaped = name.replace(/[$]/g, "\\$&");
  const call = new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?:\\[[^\\[\\]()]*\\])? ?\\(`, "gu");
  const all = [...code.matchAll(call)].length;
  const isOwn = new RegExp(`^func (?:\\([^)]*\\) ?)?${escaped}[\\[ (]`, "u").test(code);
  return isOwn ? all - 1 : all;
}

/** `m` of `(*T).m`, `F` of `pkg.F`. */
export function lastName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
