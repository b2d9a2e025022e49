import { CLOSING_NAMES, type DeclaredStore, loadGoReader, type TextEdit } from "../../../parsers/gosource/index.js";
import { UsageError } from "../../errors.js";
import type { TriedCulprit } from "../../records/try.js";
import type { OwnFile, Refusal, TrialBuild } from "../../sources/trial-build.js";
import { originalPlace } from "../../try/columns.js";
import { type EditedFile, LINE_DIRECTIVES, overlaidFiles, whyUnsuitable } from "./edited-files.js";

/** A field or a variable of one's own. */
export interface Store {
  readonly importPath: string;
  /** The type that has the field; null for a variable, and for a field whichever type has it. */
  readonly owner: string | null;
  readonly name: string;
  readonly isField: boolean;
}

/** Where a store is declared. */
interface FoundStore {
  readonly file: OwnFile;
  /** As records name the file. */
  readonly path: string;
  readonly declared: DeclaredStore;
}

/** What hides all that is stored somewhere, or why that cannot be done. */
export type StoreEdits =
  | {
      readonly edited: readonly EditedFile[];
      /** The same without the types that values become, for what they are not known by where they are used. */
      readonly untyped: readonly EditedFile[];
    }
  | { readonly refused: string };

/** What the compiler says of a name that is not there. */
const MISSING = /\bundefined\b|unknown field/;

/** Each round reaches the packages that import those of the round before. */
const MAX_ROUNDS = 30;

/**
 * The field or variable that a text names: `pkg.T.field`, `T.field`, `pkg.variable`; null where there is none. Throws
 * {@link UsageError} where several can be meant.
 */
export async function findStore(trial: TrialBuild, text: string): Promise<TriedCulprit | null> {
  const slash = text.lastIndexOf("/") + 1;
  const parts = text
    .slice(slash)
    .replace(/^(.*)\(\*([^()]+)\)/, "$1$2")
    .split(".");
  const name = parts.at(-1) ?? "";
  const packagesOf = (count: number) => {
    const path = text.slice(0, slash) + parts.slice(0, -count).join(".");
    return path === "" ? trial.packages : trial.packagesNamed(path);
  };
  const options: Store[] = [];
  const owner = parts.at(-2);
  if (owner !== undefined) {
    for (const importPath of packagesOf(2)) options.push({ importPath, owner, name, isField: true });
  }
  for (const importPath of packagesOf(1)) options.push({ importPath, owner: null, name, isField: false });
  const found: TriedCulprit[] = [];
  for (const store of options) {
    const [first] = await declarationsOf(trial, store);
    if (first === undefined) continue;
    const kind = store.isField ? ("field" as const) : ("variable" as const);
    const place = placeIn(first.file.text, first.declared.start);
    const named = { package: store.importPath, function: null, parameter: null, file: first.path, ...place };
    found.push({ kind, name: store.isField ? `${store.owner}.${name}` : name, ...named });
  }
  const [first, ...others] = found;
  if (first === undefined || others.length === 0) return first ?? null;
  const names = found.map(({ package: importPath, name: each }) => `${importPath}.${each}`);
  throw new UsageError(`${text} can be any of: ${names.slice(0, MAX_NAMES).join(", ")}. Name one of them`);
}

/** Names that a message lists at most. */
const MAX_NAMES = 8;

function placeIn(text: string, index: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, index);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: Buffer.byteLength(before.slice(start)) + 1 };
}

/** Where a store is declared; none where its package has none of the name. */
async function declarationsOf(trial: TrialBuild, store: Store): Promise<FoundStore[]> {
  const reader = await loadGoReader();
  const found: FoundStore[] = [];
  for (const path of trial.filesOf(store.importPath)) {
    const file = await trial.ownFile(path);
    if (typeof file === "string") continue;
    for (const declared of reader.read(file.text, (read) => read.storesNamed(store.name)) ?? []) {
      if ((declared.owner !== null) !== store.isField) continue;
      if (store.owner === null || store.owner === declared.owner) found.push({ file, path, declared });
    }
  }
  return found;
}

/**
 * Finds all uses of a store, by what the compiler refuses when it is declared by another name, and hides what is stored
 * there.
 */
export async function closeStores(trial: TrialBuild, store: Store): Promise<StoreEdits> {
  const declared = await declarationsOf(trial, store);
  const [first] = declared;
  if (first === undefined)
    return { refused: `its package has no ${store.isField ? "field" : "variable"} of this name` };
  const uses = await usesOf(trial, store, declared);
  if (typeof uses === "string") return { refused: uses };
  const types = new Set(declared.map(({ declared: each }) => each.type));
  const [type = null] = types.size === 1 ? types : [];
  const edited: EditedFile[] = [];
  const untyped: EditedFile[] = [];
  const reader = await loadGoReader();
  const files = new Map<string, { file: OwnFile; places: Refusal[] }>();
  for (const { path, file } of declared) files.set(path, { file, places: [] });
  for (const each of uses) {
    const known = files.get(each.file);
    const file = known?.file ?? (await trial.ownFile(each.file));
    if (typeof file === "string") return { refused: `it is used at ${each.file}:${each.line}, and ${file}` };
    if (known === undefined) files.set(each.file, { file, places: [each] });
    else known.places.push(each);
  }
  for (const [path, { file, places }] of files) {
    const isOwn = file.importPath === store.importPath;
    const hide = (as: string | null): TextEdit[] | string =>
      reader.read(file.text, (read) => {
        if (read.lineDirectives.length > 0) return LINE_DIRECTIVES;
        const edits: TextEdit[] = [];
        for (const place of places) {
          const closing = read.closeStore(place, store.name, { isField: store.isField, type: isOwn ? as : null });
          if ("refused" in closing) return `${closing.refused}: ${path}:${place.line}`;
          edits.push(...closing.edits);
        }
        if (isOwn) for (const { declared: each } of declared) edits.push(...read.closeUnkeyed({ ...each, type: as }));
        return edits;
      }) ?? "its source cannot be read as Go";
    const [typed, plain] = [hide(type), hide(null)];
    if (typeof typed === "string") return { refused: typed };
    if (typeof plain === "string") return { refused: plain };
    if (typed.length === 0) continue;
    const unsuitable = whyUnsuitable(file);
    if (unsuitable !== null) return { refused: unsuitable };
    edited.push({ file, edits: typed });
    untyped.push({ file, edits: plain });
  }
  if (edited.length === 0) return { refused: "nothing is stored in it that could be hidden" };
  return { edited, untyped };
}

/** The places where a store is used; a text says why they cannot be found. */
async function usesOf(
  trial: TrialBuild,
  { importPath, name }: Store,
  declared: readonly FoundStore[],
): Promise<readonly Refusal[] | string> {
  const renamed = new Map<string, { file: OwnFile; edits: TextEdit[] }>();
  const rename = (path: string, file: OwnFile, start: number, end: number): boolean => {
    const known = renamed.get(path) ?? { file, edits: [] };
    renamed.set(path, known);
    if (known.edits.some((each) => each.start === start)) return false;
    // At its end, so that what is exported still is.
    known.edits.push({ start, end, text: `${name}_${CLOSING_NAMES.prefix}` });
    return true;
  };
  for (const { path, file, declared: each } of declared) {
    const unsuitable = whyUnsuitable(file);
    if (unsuitable !== null) return unsuitable;
    rename(path, file, each.start, each.end);
  }
  const reader = await loadGoReader();
  const uses: Refusal[] = [];
  const isExported = /^\p{Lu}/u.test(name);
  const importers = isExported
    ? await mentioning(trial, trial.importersOf(importPath), importPath, name)
    : [importPath];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const files = overlaidFiles(trial, [...renamed.values()], false);
    const refusals = await trial.refusals({ packages: importers, files });
    if (refusals === null) return uses;
    let isNew = false;
    for (const refusal of refusals) {
      if (!MISSING.test(refusal.message)) continue;
      const file = renamed.get(refusal.file)?.file ?? (await trial.ownFile(refusal.file));
      if (typeof file === "string") continue;
      const place = { ...refusal, ...originalPlace(file.text, renamed.get(refusal.file)?.edits ?? [], refusal) };
      const span = reader.read(file.text, (read) => read.usedAt(place, name));
      if (span === null || !rename(refusal.file, file, span.start, span.end)) continue;
      uses.push(place);
      isNew = true;
    }
    if (!isNew) return "the places where it is used are not found";
  }
  return "it is used in too many packages";
}

/** The packages whose files have the name, and the one that declares it. */
async function mentioning(
  trial: TrialBuild,
  packages: readonly string[],
  importPath: string,
  name: string,
): Promise<string[]> {
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, "u");
  const found: string[] = [];
  for (const each of packages) {
    if (each === importPath || (await trial.sourcesOf(each)).some((text) => word.test(text))) found.push(each);
  }
  return found;
}
