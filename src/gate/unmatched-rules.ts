import type { Config, Selector } from "../records/config.js";
import { type CodePlace, type FilterOptions, type NamedCode, Selection } from "../selection/index.js";
import { hotEntries } from "./rules.js";

/** A rule that is about no code at all: most likely a name is misspelt, or was changed. */
export interface UnmatchedRule {
  /** Where it stands: `hot[0]`, `budgets[1].packages`. */
  readonly where: string;
  /** What it names. */
  readonly patterns: readonly string[];
  /** Names that are near, nearest first. */
  readonly near: readonly string[];
}

/**
 * The rules that are about nothing. `code`: every function that was built, also those that do not allocate. Exemptions
 * are not among the rules: that one is not needed any more is no mistake.
 */
export function unmatchedRules(config: Config, code: Iterable<NamedCode>, place: CodePlace): UnmatchedRule[] {
  const rules = selectorsOf(config).map(({ where, selector }) => {
    return { where, selection: new Selection(wantedOf(selector), place), matched: false };
  });
  for (const each of code) {
    for (const rule of rules) if (rule.selection.has(each)) rule.matched = true;
  }
  return rules.flatMap(({ where, selection, matched }): UnmatchedRule[] => {
    const unmatched = selection.unmatched();
    if (unmatched.length > 0) {
      return unmatched.map(({ field, pattern, near }) => ({ where: `${where}.${field}`, patterns: [pattern], near }));
    }
    return matched || selection.isEverything ? [] : [{ where, patterns: selection.patterns, near: [] }];
  });
}

/** Where code is. What a rule leaves out may be all that there is so far. */
function wantedOf({ packages, paths, functions }: Selector): FilterOptions {
  const wanted = (patterns: readonly string[] | undefined) => patterns?.filter((pattern) => !pattern.startsWith("!"));
  return { packages: wanted(packages), paths: wanted(paths), functions: wanted(functions) };
}

function selectorsOf(config: Config): { readonly where: string; readonly selector: Selector }[] {
  return [
    ...(config.new?.rules ?? []).map(({ allowed, ...selector }, i) => ({ where: `new.rules[${i}]`, selector })),
    ...(config.budgets ?? []).map(({ escapes, forbid, ...selector }, i) => ({ where: `budgets[${i}]`, selector })),
    ...hotEntries(config).map(({ function: name, packages }, i) => {
      return { where: `hot[${i}]`, selector: { functions: [name], packages } };
    }),
    ...(config.assume ?? []).map(({ calls, reason, ...selector }, i) => ({ where: `assume[${i}]`, selector })),
  ];
}
