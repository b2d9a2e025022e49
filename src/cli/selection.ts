import { relative, sep } from "node:path";
import { realPath } from "../go/working-directory.js";
import type { ReportRecords } from "../report/report-records.js";
import {
  ANYWHERE,
  type CodePlace,
  type FilterOptions,
  type NamedCode,
  Selection,
  type Unmatched,
} from "../selection/index.js";
import type { RecordSource } from "../sources/record-source.js";
import { didYouMean } from "../text/nearest.js";
import type { CompareBuildArguments } from "./options/compare.js";
import type { PresentationArguments } from "./options/shared.js";
import { note } from "./say.js";

/** The options that choose records, and where the command works. */
export type SelectionArguments = Pick<PresentationArguments, "C" | "cause" | "package" | "path" | "function" | "quiet">;

/** What the options choose of a source that has not been read yet. */
export function selectFrom(
  source: Pick<RecordSource, "facts" | "packages" | "root">,
  args: SelectionArguments,
): Selection {
  const modules = source.facts().build?.modules ?? [];
  return new Selection(optionsOf(args), { modules, packages: source.packages ?? null, ...rootOf(source.root, args) });
}

/**
 * What the options choose of a comparison, whose sides have been read. It knows all functions that there are, also those
 * of which nothing is reported. `root`: of the newer side.
 */
export function selectFromSides(
  sides: readonly ReportRecords[],
  root: string | undefined,
  args: SelectionArguments,
): Selection {
  const modules = [...new Set(sides.flatMap(({ header }) => header.build?.modules ?? []))];
  const packages = [...new Set(sides.flatMap(({ header }) => header.packages))];
  const selection = new Selection(optionsOf(args), { modules, packages, ...rootOf(root, args) });
  if (!selection.isEverything) for (const code of codeOf(sides)) selection.has(code);
  return selection;
}

/** Whether the packages of the whole module are built: none are named, and the command works at its root. */
export function isWhole(
  {
    packages = [],
    exclude = [],
    scope,
    ...args
  }: SelectionArguments & Pick<CompareBuildArguments, "packages" | "exclude" | "scope">,
  root: string | undefined,
): boolean {
  return packages.length === 0 && exclude.length === 0 && scope !== "named" && rootOf(root, args).below === "";
}

/** All functions that there are. */
export function* codeOf(sides: readonly ReportRecords[]): Generator<NamedCode> {
  for (const { inlining, escapes, calls } of sides) {
    yield* inlining;
    yield* escapes;
    yield* calls;
  }
}

/** Says on standard error which patterns have chosen nothing, and what is near. */
export function noteUnmatched(selection: Selection, { quiet }: SelectionArguments): void {
  if (quiet) return;
  for (const each of selection.unmatched()) note(`Nothing that is reported matches ${unmatchedText(each)}`);
}

const OPTIONS = { packages: "--package", paths: "--path", functions: "--function" } as const;

/** `--function Mutez. Did you mean Mutes?` */
export function unmatchedText({ field, pattern, near }: Unmatched): string {
  return `${OPTIONS[field]} ${pattern}.${didYouMean(near)}`;
}

function optionsOf({ cause, package: packages, path, function: functions }: SelectionArguments): FilterOptions {
  return { causes: cause, packages, paths: path, functions };
}

/** Where the command works, from the root of the build: "" at the root, and where it is not known. */
export function belowRoot(root: string | undefined, args: SelectionArguments): string {
  return rootOf(root, args).below ?? "";
}

function rootOf(
  root: string | undefined,
  { C: directory = "." }: SelectionArguments,
): Pick<CodePlace, "root" | "below"> {
  if (root === undefined) return ANYWHERE;
  const below = relative(realPath(root), realPath(directory)).split(sep).join("/");
  return { root, below: below.startsWith("..") ? "" : below };
}
