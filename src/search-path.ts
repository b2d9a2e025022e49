import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";

/** Where systems keep programs when nobody says so. */
const USUAL = ["/usr/local/bin", "/usr/bin", "/bin"];

/**
 * The entries of PATH that name a directory whatever the working directory is. An empty entry stands for the working
 * directory, and that can be a stranger's checkout with a program of its own called `git`.
 */
function searchPath(path: string | undefined = process.env["PATH"]): string[] {
  const entries = (path ?? "").split(delimiter).filter((entry) => isAbsolute(entry));
  return entries.length === 0 && process.platform !== "win32" ? USUAL : entries;
}

/** PATH for programs that are started; Windows, which spells its name in several ways, keeps its own. */
export function searchPathVariable(): { readonly PATH?: string } {
  return process.platform === "win32" ? {} : { PATH: searchPath().join(delimiter) };
}

/** The absolute path of a program on PATH; null when there is none. */
export async function findProgram(name: string): Promise<string | null> {
  for (const directory of searchPath()) {
    const path = join(directory, name);
    if (await isExecutable(path)) return path;
  }
  return null;
}

/** Whether a path leads to a program that may be run. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
