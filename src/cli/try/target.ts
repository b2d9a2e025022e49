import { declaredName } from "../../callees/function-names.js";
import { UsageError } from "../../errors.js";
import type { DiagnosticRecord } from "../../records/record.js";
import type { TriedCulprit } from "../../records/try.js";
import { functionTest } from "../../selection/index.js";
import { didYouMean, nearest } from "../../text/nearest.js";
import { leakingParameters } from "../../try/culprits.js";

/** Names that a message lists at most. */
const MAX_NAMES = 8;

/** A parameter as the command line names it: `pkg.(*T).Method:param`, or without the parameter where only one leaks. */
export interface NamedParameter {
  readonly function: string;
  readonly parameter: string | null;
}

/** Reads what names a parameter. */
export function namedParameter(text: string): NamedParameter {
  const [, name = text, parameter = null] = /^(.*[^:]):([\p{L}_][\p{L}\p{N}_]*)$/u.exec(text.trim()) ?? [];
  return { function: name.trim(), parameter };
}

/** What is known of a parameter that was asked for. */
export type FoundParameter = { readonly culprit: TriedCulprit } | { readonly keeps: string };

/**
 * The leaking parameter that is meant; `keeps` says that it does not leak. Throws {@link UsageError} where no function has
 * the name, or several parameters can be meant.
 */
export function findParameter(
  records: readonly DiagnosticRecord[],
  named: NamedParameter,
  packageOf: (file: string | null) => string | null,
): FoundParameter {
  const isFunction = functionTest(named.function);
  const inFunction = leakingParameters(records, packageOf).filter(isFunction);
  const wanted = named.parameter;
  const found = wanted === null ? inFunction : inFunction.filter(({ parameter }) => parameter === wanted);
  // A function's name stands for its closures too.
  const outermost = found.filter(({ function: name }) => !/\.func\d|-range\d/.test(name ?? ""));
  const [first, ...others] = outermost.length > 0 ? outermost : found;
  if (first !== undefined && others.length === 0) return { culprit: first };
  if (first !== undefined) {
    throw new UsageError(`${textOf(named)} can be any of: ${listed([first, ...others])}. Name one of them`);
  }
  const known = records.filter((record) => isFunction(record));
  if (known.length === 0) throw unknownFunction(records, named);
  const leaks =
    inFunction.length === 0 ? "none of its parameters leaks to the heap" : `it leaks: ${listed(inFunction)}`;
  return { keeps: wanted === null ? leaks : `${wanted} of ${named.function} does not leak to the heap; ${leaks}` };
}

/** What stands for the results of a function in the place of a parameter: no parameter can have this name. */
const RESULT = "return";

/** The function whose results are meant; null where they are not. Throws {@link UsageError} as {@link findParameter} does. */
export function findResult(
  records: readonly DiagnosticRecord[],
  named: NamedParameter,
  packageOf: (file: string | null) => string | null,
): TriedCulprit | null {
  if (named.parameter !== RESULT) return null;
  const isFunction = functionTest(named.function);
  const found = new Map<string, TriedCulprit>();
  for (const record of records) {
    const { kind, function: name, file, line, column } = record;
    if (kind !== "inlining" || name === null || !isFunction(record) || /\.func\d|-range\d/.test(name)) continue;
    const importPath = packageOf(file) ?? record.package;
    const place = { file, line, column };
    const culprit = { kind: "result" as const, package: importPath, function: declaredName(name), parameter: null };
    found.set([importPath, file, line, column].join("\0"), { ...culprit, name: null, ...place });
  }
  const [first, ...others] = found.values();
  if (first === undefined) throw unknownFunction(records, named);
  if (others.length === 0) return first;
  const names = [first, ...others].map((each) => `${each.package}.${each.function}:${RESULT}`);
  throw new UsageError(`${textOf(named)} can be any of: ${names.slice(0, MAX_NAMES).join(", ")}. Name one of them`);
}

function unknownFunction(records: readonly DiagnosticRecord[], { function: wanted }: NamedParameter): UsageError {
  const names = new Set(records.flatMap((record) => (record.function === null ? [] : [record.function])));
  const hint = didYouMean(nearest(wanted, [...names]));
  return new UsageError(`No function ${wanted} is in the packages that are reported.${hint}`);
}

function listed(culprits: readonly TriedCulprit[]): string {
  const names = culprits.map(
    ({ package: importPath, function: name, parameter }) => `${importPath}.${name}:${parameter}`,
  );
  const shown = names.slice(0, MAX_NAMES).join(", ");
  return names.length > MAX_NAMES ? `${shown}, …` : shown;
}

function textOf({ function: name, parameter }: NamedParameter): string {
  return parameter === null ? name : `${name}:${parameter}`;
}
