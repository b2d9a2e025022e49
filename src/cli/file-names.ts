import { isAbsolute, relative, resolve, sep } from "node:path";
import { realPath } from "../go/working-directory.js";

/** Names that records may have for a file as it was typed in the working directory. */
export function fileNames(file: string, directory: string, root: string | undefined): string[] {
  if (root === undefined) return [];
  const below = relative(realPath(root), realPath(resolve(directory, file)))
    .split(sep)
    .join("/");
  return below.startsWith("../") || isAbsolute(below) ? [] : [below];
}
