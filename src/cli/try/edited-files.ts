import { join } from "node:path";
import type { TextEdit } from "../../../parsers/gosource/index.js";
import type { OverlaidFile } from "../../sources/overlay.js";
import type { OwnFile, TrialBuild } from "../../sources/trial-build.js";
import { callsHelper, helperFile, helperName } from "../../try/helper-file.js";
import { rewritten } from "../../try/rewrite.js";

/** A file and what is to be changed in it. */
export interface EditedFile {
  readonly file: OwnFile;
  readonly edits: readonly TextEdit[];
}

/** What rewritten files take the place of, and the helper that each of their packages needs. */
export function overlaidFiles(trial: TrialBuild, edited: readonly EditedFile[], withHelpers = true): OverlaidFile[] {
  const texts = edited.map(({ file: { path, text }, edits }) => ({ path, text: rewritten(text, edits) }));
  if (!withHelpers) return texts;
  const packages = new Map(
    edited.map(({ file: { directory, packageName } }) => [`${directory} ${packageName}`, { directory, packageName }]),
  );
  const helpers = [...packages.values()].map(({ directory, packageName }) => {
    const name = helperName((each) => trial.hasFile(directory, each), packageName);
    return { path: join(directory, name), text: helperFile(packageName) };
  });
  return [...texts, ...helpers];
}

export const LINE_DIRECTIVES = "its file has //line directives, by which its lines go by other names";

/** Why a file cannot be rewritten; null where it can. */
export function whyUnsuitable({ text }: OwnFile): string | null {
  if (/^import\s+"C"|^\s+"C"\s*$/m.test(text)) return "its file is for cgo, which writes it anew itself";
  if (callsHelper(text)) return "its file uses names that the change needs";
  return null;
}
