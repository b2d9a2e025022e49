import { type Closing, loadGoReader } from "../../../parsers/gosource/index.js";
import type { DiagnosticRecord, SiteRecord } from "../../records/record.js";
import type { Difference, TriedCulprit } from "../../records/try.js";
import type { OwnFile, Trial, TrialBuild } from "../../sources/trial-build.js";
import type { TrialOutput } from "../../sources/trial-output.js";
import type { Place } from "../../try/columns.js";
import { inliningChanges, inliningOf } from "../../try/culprits.js";
import { callsHelper, isOfHelper } from "../../try/helper-file.js";
import { isUnseen, mayBeUnseen } from "../../try/importers-view.js";
import { balancing } from "../../try/rewrite.js";
import { amountOf, siteDifference, sitesOf } from "../../try/site-lists.js";
import { type EditedFile, LINE_DIRECTIVES, overlaidFiles, whyUnsuitable } from "./edited-files.js";
import { closeStores } from "./stores.js";

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
  const closings = await closingsOf(trial, culprit, before);
  if ("refused" in closings) return not(closings.refused);
  const packages = trial.importersOf(culprit.package ?? "");
  const compile = (edited: readonly EditedFile[], only: readonly string[]): Promise<TrialOutput> => {
    const old = edited.flatMap(({ file }) => (file.knowsGenerics ? [] : [file.importPath]));
    const files = overlaidFiles(trial, edited);
    return trial.compile({ packages: only, generic: [...new Set(old)], files } satisfies Trial);
  };
  let tried: Compiled | null = null;
  for (const edited of closings.attempts) {
    const isInside = edited.every(({ file }) => file.importPath === culprit.package);
    const changed = await compileChanged(trial, culprit, before, isInside, (only) => compile(edited, only));
    tried = { ...changed, edited };
    if (tried.after.failure === null) break;
  }
  if (tried === null) return not("nothing of it can be hidden");
  const { after, compiled, edited } = tried;
  if (after.failure !== null) return not(`with the change it does not compile: ${after.failure}`);
  // What prints the same is the same, and needs no reading.
  const touched = compiled.filter((each) => !before.isAlike(after, each));
  let old = await before.records(touched);
  const now = await after.records(touched);
  const isOwn = (record: DiagnosticRecord) =>
    !isOfHelper(record) && !(record.kind === "inlined-call" && callsHelper(record.callee));
  const balanced = inliningChanges(inliningOf(old, isOwn), inliningOf(now, isOwn));
  if (balanced.length > 0) {
    const same = await compile(
      edited.map(({ file, edits }) => ({ file, edits: balancing(edits) })),
      touched,
    );
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

interface Compiled {
  readonly after: TrialOutput;
  /** Import paths. */
  readonly compiled: readonly string[];
  readonly edited: readonly EditedFile[];
}

/**
 * Compiles a package, and those that import it where they can see the change. `isInside`: whether the change is in that
 * package alone.
 */
async function compileChanged(
  trial: TrialBuild,
  culprit: TriedCulprit,
  before: TrialOutput,
  isInside: boolean,
  compile: (packages: readonly string[]) => Promise<TrialOutput>,
): Promise<Pick<Compiled, "after" | "compiled">> {
  const { package: importPath } = culprit;
  const packages = trial.importersOf(importPath ?? "");
  if (importPath !== null && isInside && packages.length > 1 && mayBeUnseen(culprit)) {
    const after = await compile([importPath]);
    const [old, now] = [before, after].map((each) => each.text(importPath).toString());
    const sources = await trial.sourcesOf(importPath);
    if (after.failure !== null || isUnseen(culprit, old ?? "", now ?? "", sources)) {
      return { after, compiled: [importPath] };
    }
  }
  return { after: await compile(packages), compiled: packages };
}

/** Ways to write a culprit off: the first that compiles will do. */
type Closings = { readonly attempts: readonly (readonly EditedFile[])[] } | { readonly refused: string };

async function closingsOf(trial: TrialBuild, culprit: TriedCulprit, before: TrialOutput): Promise<Closings> {
  const { kind, name, package: importPath } = culprit;
  if (kind === "field" || kind === "variable") {
    if (importPath === null || name === null) return { refused: "its package is not known" };
    const [, owner = null, own = name] = /^(?:(.*)\.)?([^.]*)$/.exec(name) ?? [];
    const isField = kind === "field";
    const found = await closeStores(trial, { importPath, owner: owner === "" ? null : owner, name: own, isField });
    return "refused" in found ? found : { attempts: [found.edited, found.untyped] };
  }
  const file = await trial.ownFile(culprit.file);
  if (typeof file === "string") return { refused: file };
  const unsuitable = whyUnsuitable(file);
  if (unsuitable !== null) return { refused: unsuitable };
  const closing = await closingOf(file, culprit, before);
  return "refused" in closing ? closing : { attempts: [[{ file, edits: closing.edits }]] };
}

async function closingOf(file: OwnFile, culprit: TriedCulprit, before: TrialOutput): Promise<Closing> {
  const { kind, function: owner, line, column, parameter } = culprit;
  if (line === null || column === null) return { refused: "its place is not known" };
  const place = { line, column };
  const flows = before.resultFlows(file.importPath);
  const flowsAt = (at: Place) => flows.get(`${culprit.file}:${at.line}:${at.column}`) ?? [];
  const closing = (await loadGoReader()).read(file.text, (read): Closing => {
    if (read.lineDirectives.length > 0) return { refused: LINE_DIRECTIVES };
    if (kind === "result") return read.closeResults(place, owner ?? "", flowsAt);
    if (kind === "closure" || parameter === null) {
      const captured = { reason: "captured by a closure", from: [], made: null, isAddress: false, type: null };
      return read.closeWay(place, captured);
    }
    return read.closeParameter(place, { name: parameter, results: flowsAt(place) });
  });
  return closing ?? { refused: "its source cannot be read as Go" };
}
