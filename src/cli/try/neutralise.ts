import { join } from "node:path";
import { type Closing, loadGoReader, type TextEdit } from "../../../parsers/gosource/index.js";
import type { DiagnosticRecord, SiteRecord } from "../../records/record.js";
import type { Difference, TriedCulprit } from "../../records/try.js";
import type { OverlaidFile } from "../../sources/overlay.js";
import type { OwnFile, Trial, TrialBuild } from "../../sources/trial-build.js";
import type { TrialOutput } from "../../sources/trial-output.js";
import { inliningChanges, inliningOf } from "../../try/culprits.js";
import { callsHelper, helperFile, helperName, isOfHelper } from "../../try/helper-file.js";
import { isUnseen, mayBeUnseen } from "../../try/importers-view.js";
import { balancing, rewritten } from "../../try/rewrite.js";
import { amountOf, siteDifference, sitesOf } from "../../try/site-lists.js";

/** What came of a trial: what differs, or why it could not be tried. */
export interface Outcome {
  readonly difference: Difference;
  /** Import paths of what was compiled. */
  readonly packages: readonly string[];
  readonly balanced: readonly string[];
  readonly notTried: string | null;
}

/** No difference at all. */
export const NOTHING: Difference = {
  removed: [],
  changed: [],
  added: [],
  amounts: { before: amountOf([]), removed: amountOf([]), added: amountOf([]) },
};

/** What of a trial is wanted. */
export interface Wanted {
  /** Which sites are asked about. */
  readonly counts: (site: SiteRecord) => boolean;
  /** Whether to count the sites of all packages, also of those in which nothing changes. */
  readonly total: boolean;
}

/**
 * Cuts a culprit off and compiles its package, and those that import it, again. `before`: what they print as they are, of
 * the packages that matter at least.
 */
export async function neutralise(
  trial: TrialBuild,
  culprit: TriedCulprit,
  before: TrialOutput,
  { counts, total }: Wanted,
): Promise<Outcome> {
  const not = (notTried: string): Outcome => ({ difference: NOTHING, packages: [], balanced: [], notTried });
  if (trial.unfit !== null) return not(trial.unfit);
  const { package: importPath } = culprit;
  const file = await trial.ownFile(culprit.file);
  if (typeof file === "string") return not(file);
  const unsuitable = whyUnsuitable(file);
  if (unsuitable !== null) return not(unsuitable);
  const closing = await closingOf(file, culprit, before);
  if ("refused" in closing) return not(closing.refused);
  const packages = trial.importersOf(importPath ?? "");
  const generic = file.knowsGenerics || importPath === null ? [] : [importPath];
  const compile = (edits: readonly TextEdit[], only: readonly string[]): Promise<TrialOutput> =>
    trial.compile({ packages: only, generic, files: overlaidFiles(trial, [{ file, edits }]) } satisfies Trial);
  const { after, compiled } = await compileChanged(trial, culprit, before, (only) => compile(closing.edits, only));
  if (after.failure !== null) return not(`with the change it does not compile: ${after.failure}`);
  // What prints the same is the same, and needs no reading.
  const touched = compiled.filter((each) => !before.isAlike(after, each));
  let old = await before.records(touched);
  const now = await after.records(touched);
  const isOwn = (record: DiagnosticRecord) =>
    !isOfHelper(record) && !(record.kind === "inlined-call" && callsHelper(record.callee));
  const balanced = inliningChanges(inliningOf(old, isOwn), inliningOf(now, isOwn));
  if (balanced.length > 0) {
    const same = await compile(balancing(closing.edits), touched);
    if (same.failure !== null) return not(`with a change of its size it does not compile: ${same.failure}`);
    old = await same.records(touched);
  }
  const found = siteDifference(sitesOf(old), sitesOf(now), counts);
  if (!total) return { difference: found, packages, balanced, notTried: null };
  const isTouched = new Set(touched);
  const others = sitesOf(await before.records(packages.filter((each) => !isTouched.has(each)))).filter(counts);
  const sum = amountOf([...sitesOf(old).filter(counts), ...others]);
  return { difference: { ...found, amounts: { ...found.amounts, before: sum } }, packages, balanced, notTried: null };
}

/** Compiles a package, and those that import it where they can see the change. */
async function compileChanged(
  trial: TrialBuild,
  culprit: TriedCulprit,
  before: TrialOutput,
  compile: (packages: readonly string[]) => Promise<TrialOutput>,
): Promise<{ readonly after: TrialOutput; readonly compiled: readonly string[] }> {
  const { package: importPath } = culprit;
  const packages = trial.importersOf(importPath ?? "");
  if (importPath !== null && packages.length > 1 && mayBeUnseen(culprit)) {
    const after = await compile([importPath]);
    const [old, now] = [before, after].map((each) => each.text(importPath).toString());
    const sources = await trial.sourcesOf(importPath);
    if (after.failure !== null || isUnseen(culprit, old ?? "", now ?? "", sources)) {
      return { after, compiled: [importPath] };
    }
  }
  return { after: await compile(packages), compiled: packages };
}

/** A file and what is to be changed in it. */
export interface EditedFile {
  readonly file: OwnFile;
  readonly edits: readonly TextEdit[];
}

/** What rewritten files, and the helper that each of their packages needs, take the place of. */
export function overlaidFiles(trial: TrialBuild, edited: readonly EditedFile[]): OverlaidFile[] {
  const texts = edited.map(({ file: { path, text }, edits }) => ({ path, text: rewritten(text, edits) }));
  const packages = new Map(
    edited.map(({ file: { directory, packageName } }) => [`${directory} ${packageName}`, { directory, packageName }]),
  );
  const helpers = [...packages.values()].map(({ directory, packageName }) => {
    const name = helperName((each) => trial.hasFile(directory, each), packageName);
    return { path: join(directory, name), text: helperFile(packageName) };
  });
  return [...texts, ...helpers];
}

/** Why a file cannot be rewritten; null where it can. */
export function whyUnsuitable({ text }: OwnFile): string | null {
  if (/^import\s+"C"|^\s+"C"\s*$/m.test(text)) return "its file is for cgo, which writes it anew itself";
  if (callsHelper(text)) return "its file uses names that the change needs";
  return null;
}

async function closingOf(file: OwnFile, culprit: TriedCulprit, before: TrialOutput): Promise<Closing> {
  const { line, column, parameter } = culprit;
  if (line === null || column === null) return { refused: "its place is not known" };
  const place = { line, column };
  const closing = (await loadGoReader()).read(file.text, (read): Closing => {
    if (read.lineDirectives.length > 0)
      return { refused: "its file has //line directives, by which its lines go by other names" };
    if (culprit.kind === "closure" || parameter === null) {
      return read.closeWay(place, {
        reason: "captured by a closure",
        from: [],
        made: null,
        isAddress: false,
        type: null,
      });
    }
    const results = before.resultFlows(file.importPath).get(`${culprit.file}:${line}:${column}`) ?? [];
    return read.closeParameter(place, { name: parameter, results });
  });
  return closing ?? { refused: "its source cannot be read as Go" };
}
