import type { Selector } from "../records/config.js";
import type { EscapeRecord } from "../records/record.js";
import { recordFilter } from "../report/filter.js";
import { outerFunction } from "./function-names.js";

/** Tells whether a rule is about an allocation. */
export type Matcher = (record: EscapeRecord) => boolean;

/**
 * Makes the test for a rule. Packages can be written below the module (`internal/codec/...`), and a function stands for
 * the closures in it too. `modules`: paths of the main module, or of the workspace's modules.
 */
export function selectorMatcher(selector: Selector, modules: readonly string[]): Matcher {
  const matches = recordFilter({
    causes: selector.causes ?? [],
    packages: (selector.packages ?? []).flatMap((pattern) => packagePatterns(pattern, modules)),
    paths: selector.paths ?? [],
    functions: selector.functions ?? [],
  });
  if (selector.functions === undefined) return matches;
  return (record) => matches(record) || matches({ ...record, function: outerFunction(record.function) });
}

/** What the rule is about, in words; null for everything. */
export function selectorText({ packages, paths, functions, causes }: Selector): string | null {
  const parts = [packages, paths, functions, causes].flatMap((list) => (list === undefined ? [] : [list.join(", ")]));
  return parts.length === 0 ? null : parts.join("; ");
}

function packagePatterns(pattern: string, modules: readonly string[]): string[] {
  const not = pattern.startsWith("!") ? "!" : "";
  const path = pattern.slice(not.length).replace(/^\.\//, "");
  if (path === "." || path === "") return modules.map((module) => not + module);
  return [not + path, ...modules.map((module) => `${not}${module}/${path}`)];
}
