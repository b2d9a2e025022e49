import { declaredName } from "../callees/function-names.js";
import { leakFacts } from "../callees/leak-facts.js";
import type { DiagnosticRecord } from "../records/record.js";
import type { TriedCulprit } from "../records/try.js";

/**
 * The parameters that leak to the heap, each once, in the order of the records. `packageOf`: the package of a file; generic
 * functions are compiled in the packages that call them.
 */
export function leakingParameters(
  records: readonly DiagnosticRecord[],
  packageOf: (file: string | null) => string | null,
): TriedCulprit[] {
  const found = new Map<string, TriedCulprit>();
  for (const record of records) {
    if (record.kind !== "leak") continue;
    const { target, parameter, function: name } = leakFacts(record);
    if (target !== "heap") continue;
    const { file, line, column } = record;
    const importPath = packageOf(file) ?? record.package;
    const key = [importPath, file, line, column].join("\0");
    if (found.has(key)) continue;
    const declared = name === null ? null : declaredName(name);
    const named = { package: importPath, function: declared, parameter, name: null };
    found.set(key, { kind: "parameter", ...named, file, line, column });
  }
  return [...found.values()];
}

/** How functions were inlined: which can be, and where calls were replaced. `isOwn`: whether a record is to be looked at. */
export function inliningOf(
  records: readonly DiagnosticRecord[],
  isOwn: (record: DiagnosticRecord) => boolean,
): Inlining {
  const inlinable = new Set<string>();
  const calls = new Map<string, number>();
  for (const record of records) {
    if (!isOwn(record)) continue;
    const owner = `${record.package} ${record.variant ?? ""} ${record.function}`;
    if (record.kind === "inlining" && record.inlinable) inlinable.add(owner);
    if (record.kind !== "inlined-call") continue;
    const key = `${owner}:${record.line} ${record.callee}`;
    calls.set(key, (calls.get(key) ?? 0) + 1);
  }
  return { inlinable, calls };
}

/** What {@link inliningOf} tells. */
export interface Inlining {
  readonly inlinable: ReadonlySet<string>;
  readonly calls: ReadonlyMap<string, number>;
}

/** Functions in which the inlining of two compilations differs, by their package and name. */
export function inliningChanges(before: Inlining, after: Inlining): string[] {
  const found = new Set<string>();
  const nameOf = (key: string) => key.replace(/ (?=[^ ]*$)/, ".").replace(/ /g, "");
  for (const each of before.inlinable) if (!after.inlinable.has(each)) found.add(nameOf(each));
  for (const [key, count] of before.calls) {
    if (after.calls.get(key) !== count) found.add(nameOf(key.replace(/:\d+ .*$/, "")));
  }
  return [...found].sort();
}
