import { realpathSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";

/** A path without symbolic links; as it stands where there is no such file. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/**
 * A directory by the name that go gives it: that of PWD where it leads there, as for a shell that came through a symbolic
 * link, else the one without links (Go's os.Getwd). go compares the names of directories as text, so whoever names one to
 * go has to use the same.
 */
export function goDirectory(directory: string, pwd: string | undefined = process.env["PWD"]): string {
  const real = realPath(directory);
  return pwd !== undefined && isAbsolute(pwd) && realPath(pwd) === real ? resolve(pwd) : real;
}
